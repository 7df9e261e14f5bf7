using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>Home: three equal doors.</summary>
public sealed class AccueilModel : CitizenPage;
