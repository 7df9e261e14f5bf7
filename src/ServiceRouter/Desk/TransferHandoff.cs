using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>The counsellor hands a conversation to a skill's or territory's pool, or to a colleague: it goes to the head of the queue, with a note.</summary>
public sealed class TransferHandoff(Transactions transactions, IDepartments departments, FlowShelf flows)
{
    /// <param name="counsellorId">Who transfers.</param>
    /// <param name="receipt">What.</param>
    /// <param name="pool">A skill id ("retraite"), a département code ("23") or both ("23/retraite"); or null.</param>
    /// <param name="colleagueId">A counsellor's account name; or null. Exactly one of the two is given.</param>
    /// <param name="note">For the colleague, 1 to 2000 characters.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, string? pool, string? colleagueId, string? note, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (string.IsNullOrWhiteSpace(pool) == string.IsNullOrWhiteSpace(colleagueId))
                return Refusal.BadInput("transfer-target", "Indiquez soit un groupe, soit un collègue.");
            // It goes into the event log, from which nothing can be erased: what is no pool is not written there.
            if (!string.IsNullOrWhiteSpace(pool) && !PoolName.IsKnown(pool, departments.HasCode, flows.Library.Skills.ContainsKey))
                return PoolName.Unknown;
            if (!NoteText.TryRead(note, out var noted) || noted is null)
                return Refusal.BadInput("transfer-note", $"Écrivez une note pour votre collègue ({NoteText.MaxLength} caractères au plus).");
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return refusal;
            if (!string.IsNullOrWhiteSpace(colleagueId) && (colleagueId == counsellorId || !await work.Db.Counsellors.AnyAsync(c => c.Id == colleagueId && (c.Territory == SealedTerritory.Code) == SealedTerritory.Holds(held.Handoff.Territory), token)))
                return Refusal.BadInput("transfer-colleague", "Ce collègue n'existe pas.");

            var (handoff, conversation, counsellor) = held;
            if (!string.IsNullOrWhiteSpace(pool)) PoolName.Apply(pool, handoff);
            work.Note(handoff, counsellorId, noted);
            work.Record(handoff.ReturnToQueue(HandoffMove.Transfer, work.Now, colleagueId), HandoffRecord.Counsellor(counsellorId), new TransferFacts(pool, colleagueId));
            work.Say(conversation, Author.Service, Texts.Say("Transferred", conversation.Language, counsellor.ShownName));
            work.TellChanged(handoff, counsellorId);
            work.PublishWaiting(handoff);
            return null;
        }, ct);
}
