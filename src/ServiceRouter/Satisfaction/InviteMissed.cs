using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Satisfaction;

/// <summary>Invites to rate whom the message has not reached: it is on its way for a minute at most, and after a week nobody wants to be asked.</summary>
internal sealed class InviteMissed(Transactions transactions, TimeProvider clock, ILogger<InviteMissed> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    private const int MostAtOnce = 200;

    /// <returns>Number of citizens invited.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var invited = 0;
        foreach (var id in await FindAsync(ct))
        {
            try
            {
                await transactions.RunAsync((work, token) => work.InviteAsync(id, token), ct);
                invited++;
            }
            // One that cannot be invited keeps nobody else from it.
            catch (Exception e) when (!ct.IsCancellationRequested && !StorageFailure.IsAway(e))
            {
                log.LogWarning("Request {HandoffId} could not be invited to rate ({Failure})", id, e.GetType().Name);
            }
        }
        return invited;
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
