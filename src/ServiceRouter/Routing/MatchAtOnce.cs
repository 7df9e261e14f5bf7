using Microsoft.Extensions.Hosting;
using ServiceRouter.Contracts.Desk;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing;

/// <summary>
/// What this node commits wakes its matching at once, without the way through the broker and also while the broker is away.
/// The message goes out all the same: this process may die before the pass.
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

    private void Wake(IReadOnlyList<Outgoing> messages)
    {
        if (messages.Any(m => m.Message is HandoffWaiting or CounsellorAvailable)) loop.Wake();
    }
}
