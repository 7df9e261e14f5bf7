using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>Who publishes and who keeps the servers (law 2004-575 of 21 June 2004, art. 1-1).</summary>
public sealed class MentionsLegalesModel : CitizenPage;
