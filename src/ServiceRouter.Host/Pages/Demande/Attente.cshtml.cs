using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>The wait without script: refreshes by itself, has no field that a refresh could empty, and can be left (RGAA 13.1).</summary>
public sealed class AttenteModel(FollowRequest follow) : RequestPage(follow);
