using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>The declaration that the law asks for; honest as long as there was no audit.</summary>
public sealed class AccessibiliteModel : CitizenPage;
