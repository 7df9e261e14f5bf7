using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Receipt and transcript to print.</summary>
public sealed class ImprimerModel(FollowRequest follow) : RequestPage(follow);
