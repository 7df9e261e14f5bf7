using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Jobs;

namespace ServiceRouter.Host.Pages;

/// <summary>What is kept, why, how long, and the rights (RGPD art. 13).</summary>
public sealed class DonneesPersonnellesModel(IOptions<JobsOptions> jobs) : CitizenPage
{
    /// <summary>How long words are kept, as it is set.</summary>
    public string Kept => FrenchWords.Span(jobs.Value.WordsKept);

    /// <summary>The same of a conversation without any request.</summary>
    public string ConversationsKept => FrenchWords.Span(jobs.Value.ConversationsKept);

    /// <summary>The same of who read a request that was not theirs.</summary>
    public string LooksKept => FrenchWords.Span(jobs.Value.LooksKept);
}
