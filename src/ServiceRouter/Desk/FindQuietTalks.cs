using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>How many conversations with a counsellor nothing happens in any more.</summary>
/// <param name="Count">0 is the normal state.</param>
/// <param name="OldestFor">How long nothing has happened in the one that is quiet for longest; null when there is none.</param>
/// <param name="After">From when on they are counted.</param>
public sealed record QuietTalks(int Count, TimeSpan? OldestFor, TimeSpan After);

/// <summary>
/// Conversations that were forgotten open. Only a person ends a request (G4), so that they are shown: to the counsellor after <see cref="DeskOptions.QuietAfter"/>,
/// to managers as a count after <see cref="DeskOptions.ForgottenAfter"/>.
/// </summary>
public sealed class FindQuietTalks(Transactions transactions, IOptions<DeskOptions> options, TimeProvider clock)
{
    /// <summary>Nothing younger than this can be quiet, so that nobody has to look.</summary>
    public TimeSpan After => options.Value.QuietAfter;

    /// <summary>Printed receipts of a counsellor's quiet conversations.</summary>
    public async Task<IReadOnlySet<string>> OfAsync(string counsellorId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var quiet = await QuietAsync(db, db.Handoffs.Where(h => h.CounsellorId == counsellorId), options.Value.QuietAfter, ct);
        return quiet.Select(q => ReceiptCode.Print(q.Receipt)).ToHashSet();
    }

    /// <summary>Of all counsellors together; exercises are not counted.</summary>
    public async Task<QuietTalks> CountAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var quiet = await QuietAsync(db, db.Handoffs.OutsideExercises(), options.Value.ForgottenAfter, ct);
        return new QuietTalks(quiet.Count, quiet.Count == 0 ? null : clock.GetUtcNow() - quiet.Min(q => q.Since), options.Value.ForgottenAfter);
    }

    private async Task<List<(string Receipt, DateTimeOffset Since)>> QuietAsync(RouterDbContext db, IQueryable<Handoff> handoffs, TimeSpan atLeast, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = now - atLeast;
        var silent = await (from h in handoffs.StillOpen()
                            where h.State == HandoffState.WithCounsellor
                            join c in db.Conversations on h.ConversationId equals c.Id
                            where c.LastActivityAt <= before
                            select new
                            {
                                h.Receipt, c.LastActivityAt,
                                MovedAt = db.HandoffLog.Where(e => e.HandoffId == h.Id && e.Number == h.Version).Select(e => e.At).First(),
                                NotedAt = db.Notes.Where(n => n.HandoffId == h.Id).OrderByDescending(n => n.At).Select(n => (DateTimeOffset?)n.At).FirstOrDefault(),
                                // A line that has not ended yet has no ending; one whose citizen could not be brought does not stay.
                                Line = db.CounsellorLines.Where(l => l.HandoffId == h.Id && l.HandoffVersion == h.Version).OrderByDescending(l => l.ChangedAt)
                                    .Select(l => new { l.ChangedAt, IsOpen = l.Ending == null }).FirstOrDefault(),
                            }).ToListAsync(ct);
        return
        [
            .. from talk in silent
               let since = new SignsOfLife(talk.LastActivityAt, talk.MovedAt, talk.NotedAt, talk.Line?.ChangedAt, talk.Line is { IsOpen: true }).QuietSince(now, atLeast)
               where since is not null
               select (talk.Receipt, since.Value),
        ];
    }
}
