using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// Takes the askings of the second door into the database. While that is away it holds what it was given instead of failing: a message that
/// fails is counted by its queue, and would leave it after some attempts. Soon, and when this node ends, the asking is put back as a new message:
/// the database may be away for this node alone, and there for another. One of them goes on trying here: where the database is only slow, it is slow for all nodes.
/// </summary>
internal sealed class HandoffAskedConsumer(
    TakeAsked database, TakingTime time, OneWhileAway oneWhileAway, BrokerDoor broker, NumberSeal seal, UnderWay underWay, NodeParts parts, IOptions<DoorsOptions> options, IHostApplicationLifetime host, TimeProvider clock)
    : IConsumer<HandoffAsked>
{
    // Some ten statements of a database that just counts as there; one that hangs is known by then.
    private static readonly TimeSpan LongestWhileThere = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WaitedWhileAway = TimeSpan.FromSeconds(1);

    public Task Consume(ConsumeContext<HandoffAsked> context) => TakeAsync(context.Message).WithoutWordsAsync();

    private async Task TakeAsync(HandoffAsked carried)
    {
        // One that none of our keys opens fails here, and is in the hands of people without its number.
        var asked = seal.Open(carried);
        var (putBackAt, toldHere) = (clock.GetUtcNow() + options.Value.LongestInHand, false);
        while (!await TryAsync(asked))
        {
            // While it is in hand, this node tells the citizen that it is under way. Where the node knew so before, because it took the asking itself or has a copy on its
            // disk, it goes on telling when the asking has left its hands.
            toldHere |= underWay.Add(asked);
            if (host.ApplicationStopping.IsCancellationRequested || clock.GetUtcNow() >= putBackAt)
            {
                if (await IsPutBackAsync(asked))
                {
                    // Another node may take it into the database, and nobody would say so here.
                    if (toldHere) underWay.Remove(asked.Receipt);
                    return;
                }
                putBackAt = clock.GetUtcNow() + options.Value.LongestInHand;
            }
            await Task.Delay(options.Value.LookAgainInterval, clock, host.ApplicationStopping).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>A broker that confirms nothing now is no fault of the asking either: it stays in hand, and with a node that ends it goes back to its queue as it is.</summary>
    private async Task<bool> IsPutBackAsync(HandoffAsked asked)
    {
        try
        {
            await broker.SendAsync(asked, CancellationToken.None);
            return true;
        }
        catch (Exception) when (host.ApplicationStopping.IsCancellationRequested)
        {
            throw new OperationCanceledException("The service stops while the database and the broker are away");
        }
        catch (Exception)
        {
            return false;
        }
    }

    private async Task<bool> TryAsync(HandoffAsked asked)
    {
        try
        {
            // Still tried where it is known to be away: nothing else may tell that it is back.
            return parts[Part.Database].State == PartState.Away ? await TryWhileAwayAsync(asked) : await TakeInTimeAsync(asked, LongestWhileThere);
        }
        catch (Exception e) when (StorageFailure.IsAway(e))
        {
            return false;
        }
    }

    /// <summary>Not waited for to its end: another node may see the database.</summary>
    private async Task<bool> TryWhileAwayAsync(HandoffAsked asked)
    {
        if (oneWhileAway.Try(asked, () => TakeInTimeAsync(asked, most: null)) is not { } trying) return false;
        await trying.WaitAsync(WaitedWhileAway);
        return true;
    }

    private async Task<bool> TakeInTimeAsync(HandoffAsked asked, TimeSpan? most)
    {
        await time.RunAsync(end => database.RunAsync(asked, receiptIsOut: true, end), most, CancellationToken.None);
        underWay.Remove(asked.Receipt);
        return true;
    }
}

internal sealed class HandoffAskedDefinition : ConsumerDefinition<HandoffAskedConsumer>
{
    private const int InHand = 16;

    public HandoffAskedDefinition()
    {
        EndpointName = BusModule.AskedQueue;
        ConcurrentMessageLimit = InHand;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator, IConsumerConfigurator<HandoffAskedConsumer> consumerConfigurator, IRegistrationContext context) =>
        endpointConfigurator.PrefetchCount = InHand;
}
