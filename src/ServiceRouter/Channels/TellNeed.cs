using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>The citizen says, or takes back, how they want to be spoken with: optional, after the asking, so that nothing stands before the human.</summary>
public sealed class TellNeed(Transactions transactions)
{
    /// <param name="receipt">Which request.</param>
    /// <param name="need">Null takes it back, also after the end.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string receipt, AccessNeed? need, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var handoff = await work.Db.HandoffOfAsync(receipt, token);
            if (handoff is null) return Refusal.UnknownHandoff;
            // Consent is taken back at any time (GDPR, article 7, 3).
            if (!handoff.IsOpen && need is not null) return Refusal.TooLate("need-too-late", "Votre demande est terminée : ce besoin ne peut plus être transmis. Dites-le dans une nouvelle demande.");
            if (handoff.Need == need) return null;
            handoff.Need = need;
            if (handoff is { IsOpen: true, CounsellorId: { } counsellorId }) work.TellChanged(handoff, counsellorId);
            work.Announce(StreamName.Conversation(handoff.ConversationId), LiveItem.Nudge);
            return null;
        }, ct);
}
