using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.Tests.Platform;

/// <summary>What is tried again and what goes to a desk: an outage and a lost race for a row are no failures of a message (docs/adr/0044).</summary>
public sealed class When_a_message_fails : IDisposable
{
    private readonly Node node = new();

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new TimeoutException(), true },
        { new DbUpdateConcurrencyException(), true },
        { new DbUpdateException("refused", new InvalidOperationException()), false },
        { new DbUpdateException("it is there already, each time", new PostgresException("", "", "", PostgresErrorCodes.UniqueViolation)), false },
        { new InvalidOperationException(), false },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Only_what_is_its_own_fault_ends_its_tries(Exception failure, bool isTriedAgain)
    {
        var consumer = () => Task.FromException(failure).WithoutWordsAsync();

        var left = (await consumer.Should().ThrowAsync<Exception>()).Which;

        new BackToItsQueue(node).IsWorthAnotherTry(left).Should().Be(isTriedAgain);
    }

    [Fact]
    public void A_node_that_ends_tries_nothing_again()
    {
        node.StopApplication();
        new BackToItsQueue(node).IsWorthAnotherTry(new DbUpdateConcurrencyException()).Should().BeFalse();
    }

    [Fact]
    public async Task What_a_node_that_ends_does_no_more_goes_back_to_its_queue()
    {
        var back = new BackToItsQueue(node);
        // As the bus says of a consumer that was let go.
        var handle = () => back.Send(null!, Pipe.ExecuteAsync<ConsumeContext>(_ => Task.FromException(new ConsumerCanceledException("no pass comes any more"))));

        await handle.Should().ThrowAsync<ConsumerCanceledException>("while the node works, somebody shall hear of it");
        node.StopApplication();

        await handle.Should().ThrowAsync<OperationCanceledException>("another node does it");
    }

    public void Dispose() => node.Dispose();

    private sealed class Node : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource ending = new();

        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => ending.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => ending.Cancel();

        public void Dispose() => ending.Dispose();
    }
}
