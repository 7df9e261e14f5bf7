using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.DeadLetters;

/// <summary>The counsellor who has it in hand says what was done about it. Nothing else ends a failed message.</summary>
public sealed class CloseDeadLetter(Transactions transactions)
{
    private const int LongestNote = 2000;

    /// <param name="counsellorId">Who closes it.</param>
    /// <param name="id">Which.</param>
    /// <param name="note">What was done, 1 to 2000 characters; erased like other words.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(string counsellorId, Guid id, string? note, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var letter = await work.Db.DeadLetters.SingleOrDefaultAsync(d => d.Id == id, token);
        if (letter is null) return DeadLetterRefusals.Unknown;
        if (letter.TakenBy != counsellorId) return letter.ClosedAt is null ? DeadLetterRefusals.NotYours : DeadLetterRefusals.Closed;
        // Sent again by the same counsellor: it is done.
        if (letter.ClosedAt is not null) return null;
        if (PlainText.Of(note) is not { Length: > 0 and <= LongestNote } noted) return DeadLetterRefusals.Note;
        letter.Close(noted, work.Now);
        await work.RedrawPoolAsync(letter, token);
        return null;
    }, ct);
}
