using Microsoft.EntityFrameworkCore;
using Quartz;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Satisfaction;

/// <summary>Invites to rate whom the message has not reached: it is on its way for a minute at most, and after a week nobody wants to be asked.</summary>
internal sealed class InviteMissed(Transactions transactions, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private const int MostAtOnce = 200;

    /// <returns>Number of citizens invited.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var missed = await FindAsync(ct);
        foreach (var id in missed) await transactions.RunAsync((work, token) => work.InviteAsync(id, token), ct);
        return missed.Count;
    }

    private async Task<List<Guid>> FindAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (from, until) = (now - Longest, now - Patience);
        await using var db = await transactions.ReadAsync(ct);
        return await db.Handoffs.OutsideExercises().Where(h => h.State == HandoffState.Served && h.RatingInvitedAt == null && h.EndedAt >= from && h.EndedAt <= until)
            .OrderBy(h => h.EndedAt).Select(h => h.Id).Take(MostAtOnce).ToListAsync(ct);
    }
}

[DisallowConcurrentExecution]
internal sealed class InvitationsJob(InviteMissed invitations) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await invitations.RunAsync(cancellationToken);
}
