using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Channels;

/// <summary>The citizen says where: optional, and only then can the own département be asked first.</summary>
public sealed class GivePostcode(Transactions transactions)
{
    public Task<Refusal?> RunAsync(Guid conversationId, string? postcode, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var digits = new string([.. (postcode ?? "").Where(char.IsAsciiDigit)]);
            if (Departments.OfPostcode(digits) is not { } department)
                return Refusal.BadInput("postcode", "Ce code postal n'est pas reconnu. Il contient 5 chiffres, par exemple 23000.");
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            if (SealedTerritory.Holds(conversation.Territory)) return Refusal.BadInput("exercise-territory", "Un exercice n'a pas de code postal.");
            var handoff = await work.Db.OpenHandoffOfAsync(conversationId, token);
            // Words are erased so long after the last request has ended: what is told later, of a request that nobody works on, would be kept for ever.
            if (handoff is null && await work.Db.Handoffs.AnyAsync(h => h.ConversationId == conversationId, token))
                return Refusal.TooLate("place-too-late", "Votre demande est terminée : votre code postal n'est plus enregistré. La page « Trouver un espace » le cherche sans le garder.");
            (conversation.Postcode, conversation.Territory) = (digits, department.Code);
            conversation.Touch();
            if (handoff is not null && await work.MoveHomeAsync(handoff, department.Code, token) && handoff.State == HandoffState.Waiting) work.PublishWaiting(handoff);
            if (handoff?.CounsellorId is { } counsellorId) work.TellChanged(handoff, counsellorId);
            work.Announce(StreamName.Conversation(conversationId), LiveItem.Nudge);
            return null;
        }, ct);
}
