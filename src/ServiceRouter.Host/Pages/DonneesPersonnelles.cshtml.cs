using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Publisher;
using ServiceRouter.Platform.Jobs;

namespace ServiceRouter.Host.Pages;

/// <summary>What is kept, why, how long, and the rights (RGPD art. 13).</summary>
public sealed class DonneesPersonnellesModel(IOptions<JobsOptions> jobs, ICallLine line, IServiceProvider services) : CitizenPage
{
    /// <summary>How long words are kept, as it is set.</summary>
    public string Kept => FrenchWords.Span(jobs.Value.WordsKept);

    /// <summary>The same of a conversation without any request.</summary>
    public string ConversationsKept => FrenchWords.Span(jobs.Value.ConversationsKept);

    /// <summary>The same of who read a request that was not theirs.</summary>
    public string LooksKept => FrenchWords.Span(jobs.Value.LooksKept);

    /// <summary>Who carries calls and text messages; null where the service has neither.</summary>
    public string? Carrier => line.Exists ? Publisher.Carrier : null;

    internal PublisherOptions Publisher => services.GetRequiredService<IOptions<PublisherOptions>>().Value;
}
