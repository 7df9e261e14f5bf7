using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>A letter to print, for whoever writes on paper.</summary>
public sealed class LettreModel : CitizenPage;
