using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.DeadLetters;

/// <summary>A counsellor takes a failed message in hand. One that a colleague took who is no longer there may be taken over, whether that was said or the lease has ended.</summary>
public sealed class TakeDeadLetter(Transactions transactions)
{
    public Task<Refusal?> RunAsync(string counsellorId, Guid id, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var letter = await work.Db.DeadLetters.SingleOrDefaultAsync(d => d.Id == id, token);
        if (letter is null) return DeadLetterRefusals.Unknown;
        if (letter.ClosedAt is not null) return DeadLetterRefusals.Closed;
        if (letter.TakenBy == counsellorId) return null;
        if (letter.TakenBy is { } other && await work.Db.Counsellors.AtDesk(work.Now).AnyAsync(c => c.Id == other, token))
            return DeadLetterRefusals.Taken;
        letter.Take(counsellorId, work.Now);
        await work.RedrawPoolAsync(letter, token);
        return null;
    }, ct);
}

internal static class DeadLetterRefusals
{
    public static Refusal Unknown { get; } = new(404, "dead-letter-unknown", "Ce message n'existe pas.");

    public static Refusal Taken { get; } = Refusal.TooLate("dead-letter-taken", "Un collègue s'occupe déjà de ce message.");

    public static Refusal Closed { get; } = Refusal.TooLate("dead-letter-closed", "Ce message a déjà été traité.");

    public static Refusal NotYours { get; } = new(403, "dead-letter-not-yours", "Prenez d'abord ce message en charge.");

    public static Refusal Note { get; } = Refusal.BadInput("note-length", "Écrivez ce qui a été fait, en 2000 caractères au plus.");
}
