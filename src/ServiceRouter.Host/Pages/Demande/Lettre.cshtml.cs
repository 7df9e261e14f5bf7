using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>The letter with the receipt of the request in it.</summary>
public sealed class LettreModel(FollowRequest follow) : RequestPage(follow);
