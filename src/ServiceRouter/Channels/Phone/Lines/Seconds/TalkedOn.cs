using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>Whether there is still a call for a second counsellor to be in.</summary>
internal static class TalkedOn
{
    /// <summary>The line that is joined is talked on, and its request is where it was.</summary>
    public static Task<bool> IsTalkedOnAsync(this RouterDbContext db, SecondLine second, CancellationToken ct) =>
        db.CounsellorLines.AnyAsync(l => l.Id == second.LineId && l.State == LineState.Talking && db.Handoffs.Any(h => h.Id == l.HandoffId && h.Version == l.HandoffVersion), ct);
}
