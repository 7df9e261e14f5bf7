using Microsoft.Extensions.Options;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Publisher;

namespace ServiceRouter.Host.Pages;

/// <summary>The declaration that the law asks for; honest as long as there was no audit.</summary>
public sealed class AccessibiliteModel(IServiceProvider services) : CitizenPage
{
    internal PublisherOptions Publisher => services.GetRequiredService<IOptions<PublisherOptions>>().Value;
}
