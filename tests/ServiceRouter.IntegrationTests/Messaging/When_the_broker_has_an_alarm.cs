using Microsoft.Extensions.Hosting;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.IntegrationTests.Messaging;

/// <summary>Its disk or its memory is short: it stops whoever publishes and answers everybody else, for as long as that lasts (docs/adr/0103).</summary>
[Collection(TestsThatStopServers.Name)]
public sealed class When_the_broker_has_an_alarm(StoppableServersFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task It_is_told_from_a_bus_that_hangs_by_whether_it_confirms_to_anybody()
    {
        var servers = await fixture.Servers;
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(servers), clock: null);
        var keep = app.Get<IEnumerable<IHostedService>>().OfType<KeepBus>().Single();
        (await keep.ConfirmsAsync(TestContext.Current.CancellationToken)).Should().BeTrue();

        await servers.Broker.ControlAsync("set_vm_memory_high_watermark", "0");
        try
        {
            (await ConfirmsInTimeAsync(keep)).Should().BeFalse("nothing is confirmed to anybody");
            await keep.Invoking(k => k.LookAsync(TestContext.Current.CancellationToken)).Should().NotThrowAsync("whoever does not publish is answered as before");
        }
        finally
        {
            await servers.Broker.ControlAsync("set_vm_memory_high_watermark", "0.4");
        }
        await Eventually.HoldsAsync(() => ConfirmsInTimeAsync(keep), "it confirms again");
    }

    private static async Task<bool> ConfirmsInTimeAsync(KeepBus keep)
    {
        try
        {
            return await TimeLimit.RunAsync(keep.ConfirmsAsync, Patience, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
