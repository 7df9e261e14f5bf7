using Microsoft.Extensions.Options;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Publisher;

namespace ServiceRouter.Host.Pages;

/// <summary>Who publishes and who keeps the servers (law 2004-575 of 21 June 2004, art. 1-1).</summary>
public sealed class MentionsLegalesModel(IServiceProvider services) : CitizenPage
{
    internal PublisherOptions Publisher => services.GetRequiredService<IOptions<PublisherOptions>>().Value;
}
