using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// What the provider does not take is no silence of the citizen: the desk of whoever has the request is told once that words wait (<see cref="DeskHandoffDetail.TextsLate"/>), and once that they wait no more.
/// </summary>
internal sealed class LateTexts(Transactions transactions, ILogger log)
{
    private readonly Dictionary<string, Guid> told = [];

    /// <param name="unsent">All that waits.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task TellAsync(IReadOnlyList<UnsentThread> unsent, DateTimeOffset now, CancellationToken ct)
    {
        if (told.Count == 0 && (unsent.Count == 0 || unsent[0].Since > now - ReadDesk.TextsAreLateAfter)) return;
        var waiting = unsent.Select(thread => thread.Number).ToHashSet();
        var over = told.Where(one => !waiting.Contains(one.Key)).ToList();
        var late = unsent.Where(thread => thread.ClaimedAt is null && thread.Since <= now - ReadDesk.TextsAreLateAfter && !told.ContainsKey(thread.Number)).ToList();
        if (over.Count == 0 && late.Count == 0) return;
        try
        {
            Guid[] changed = [.. over.Select(one => one.Value), .. late.Select(thread => thread.ConversationId)];
            await transactions.RunAsync(async (work, token) =>
            {
                foreach (var handoff in await work.Db.Handoffs.Where(h => changed.Contains(h.ConversationId) && h.State == HandoffState.WithCounsellor).ToListAsync(token))
                    if (handoff.CounsellorId is { } counsellorId) work.TellChanged(handoff, counsellorId);
            }, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The words themselves are what counts, and the desk reads how they stand whenever it looks.
            log.LogWarning("Desks could not be told that text messages wait ({Failure}); it is tried again", e.GetType().Name);
            return;
        }
        foreach (var one in over) told.Remove(one.Key);
        foreach (var thread in late) told[thread.Number] = thread.ConversationId;
    }
}
