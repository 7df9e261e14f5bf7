using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A note for colleagues; possible on any handoff, also after its end.</summary>
public sealed class AddNote(Transactions transactions)
{
    public Task<Refusal?> RunAsync(string counsellorId, string receipt, string? text, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (PlainText.Of(text) is not { Length: > 0 and <= 2000 } noted) return Refusal.BadInput("note-length", "Une note contient de 1 à 2000 caractères.");
            var handoff = await work.Db.HandoffOfAsync(receipt, token);
            if (handoff is null) return Refusal.UnknownHandoff;
            work.Db.Notes.Add(new HandoffNote { Id = MassTransit.NewId.NextGuid(), HandoffId = handoff.Id, CounsellorId = counsellorId, At = work.Now, Text = noted });
            if (handoff.CounsellorId is { } holder && handoff.IsOpen) work.TellChanged(handoff, holder);
            return null;
        }, ct);
}
