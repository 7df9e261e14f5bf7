using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>
/// A message with which two processes ended is handled by no third: it goes to people, as one does that came back too often (docs/adr/0047). Only what came back is
/// looked at. While the database is away nobody can tell: a message that others may pass then waits, and one for which somebody waits goes on as if nobody suspected it,
/// to a consumer that puts it back for another node (docs/adr/0040, 0048).
/// </summary>
/// <param name="ends">How many processes ended with it.</param>
/// <param name="keep">Makes it a row that people see.</param>
/// <param name="waits">Whether it waits for a database that is away.</param>
/// <param name="host">A node that ends gives it back.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Says when nobody can tell.</param>
internal sealed class EndNoThird(CountEnds ends, KeepFailed keep, bool waits, IHostApplicationLifetime host, TimeProvider clock, ILogger<EndNoThird> log) : IFilter<ReceiveContext>
{
    /// <summary>One end is chance: whatever was in hand when a node was killed has that.</summary>
    public const int MostEnds = 2;

    // Longer, it does not matter any more whether the database hangs or is away.
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(2);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var isSuspect = BrokerHeaders.Returns(context) > 0 && context.GetMessageId() is { } id && await EndsAsync(id) >= MostEnds;
        await (isSuspect ? keep.Send(context, next) : next.Send(context));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("endNoThird");

    private async Task<int> EndsAsync(Guid id)
    {
        Task<int> ReadOnceAsync(CancellationToken ct) => TimeLimit.RunAsync(end => ends.RunAsync(id, end), ReadLimit, ct);
        try
        {
            return await (waits ? WhileAway.RepeatAsync(ReadOnceAsync, clock, host.ApplicationStopping) : ReadOnceAsync(host.ApplicationStopping));
        }
        catch (Exception e) when (!host.ApplicationStopping.IsCancellationRequested)
        {
            // Handled like one that nobody suspects: the broker's limit is left.
            log.LogWarning("Message {MessageId} came back, and nobody can tell how many processes ended with it ({Failure})", id, e.GetType().Name);
            return 0;
        }
    }
}
