using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A note for colleagues; possible on any handoff, also after its end.</summary>
public sealed class AddNote(Transactions transactions)
{
    /// <param name="counsellorId">Who writes.</param>
    /// <param name="receipt">About whom.</param>
    /// <param name="text">1 to 2000 characters.</param>
    /// <param name="draftId">The desk's own id of the note: sent twice, it is there once.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, string? text, string? draftId, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (!NoteText.TryRead(text, out var noted) || noted is null) return Refusal.BadInput("note-length", $"Une note contient de 1 à {NoteText.MaxLength} caractères.");
            if (!DraftId.TryRead(draftId, out var draft)) return DraftId.TooLong;
            var handoff = await work.Db.HandoffOfAsync(receipt, token);
            if (handoff is null) return Refusal.UnknownHandoff;
            var id = draft is null ? MassTransit.NewId.NextGuid() : HandoffNote.IdOf(handoff.Id, counsellorId, draft);
            if (draft is not null && await work.Db.Notes.AnyAsync(n => n.Id == id, token)) return null;
            work.Note(handoff, counsellorId, noted, id);
            if (handoff.CounsellorId is { } holder && handoff.IsOpen) work.TellChanged(handoff, holder);
            return null;
        }, ct);
}
