using ServiceRouter.Conversations;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Receipt and transcript to print.</summary>
public sealed class ImprimerModel(FollowRequest follow, ReadTranscript transcript) : RequestPage(follow, transcript);
