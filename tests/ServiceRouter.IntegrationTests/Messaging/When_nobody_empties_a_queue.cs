using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Bus;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>A queue is not there, or has no consumer, and the bus holds itself to be well (docs/adr/0038).</summary>
public sealed class When_nobody_empties_a_queue(TestServersFixture fixture)
{
    [Fact]
    public async Task The_bus_is_started_anew_and_goes_on()
    {
        var starts = new Starts();
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), clock: null, services => services.AddBusObserver(_ => starts));
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), "the bus is well");
        var (queues, real) = (app.Get<OurQueues>(), app.Get<OurQueues>().Names);
        real.Should().Contain(["sr-matching", "sr-matching_error", "sr-matching_skipped", "sr-asked-handoffs"]);

        queues.Names = [.. real, "sr-imagined"];
        await Eventually.HoldsAsync(() => Task.FromResult(starts.Count > 1), "the bus was started anew");
        queues.Names = real;

        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<IBusControl>().CheckHealth().Status == BusHealthStatus.Healthy), "the bus is well again");
        await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await Eventually.HoldsAsync(() => app.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Offered)), "a request is offered");
        await Eventually.HoldsAsync(() => app.LookAsync(async db => !await db.Outbox.AnyAsync()), "its messages are sent");
    }

    private sealed class Starts : IBusObserver
    {
        private int count;

        public int Count => count;

        public void PostCreate(IBus bus)
        {
        }

        public void CreateFaulted(Exception exception)
        {
        }

        public Task PreStart(IBus bus) => Task.CompletedTask;

        public Task PostStart(IBus bus, Task<BusReady> busReady)
        {
            Interlocked.Increment(ref count);
            return Task.CompletedTask;
        }

        public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

        public Task PreStop(IBus bus) => Task.CompletedTask;

        public Task PostStop(IBus bus) => Task.CompletedTask;

        public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
    }
}
