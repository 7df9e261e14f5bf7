using Microsoft.Extensions.Hosting;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>
/// What this node commits wakes its matching at once, without the way through the broker and also while the broker is away.
/// The message goes out all the same: this process may die before the pass. When it comes back to this process, that pass is its answer.
/// </summary>
internal sealed class MatchAtOnce(Transactions transactions, MatchingLoop loop) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        transactions.Committed += Wake;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        transactions.Committed -= Wake;
        return Task.CompletedTask;
    }

    private void Wake(IReadOnlyList<Committed> rows)
    {
        var messages = rows.Where(row => row.Message is HandoffWaiting or CounsellorAvailable).ToList();
        if (messages.Count > 0) loop.Wake(messages.Select(row => row.Row.Id), somebodyWaits: messages.Exists(row => row.Message is HandoffWaiting));
    }
}
