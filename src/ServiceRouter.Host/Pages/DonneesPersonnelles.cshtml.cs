using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>What is kept, why, how long, and the rights (RGPD art. 13).</summary>
public sealed class DonneesPersonnellesModel : CitizenPage;
