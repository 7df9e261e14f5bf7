using ServiceRouter.Host.Desk;

namespace ServiceRouter.Tests.Host.Desk;

public sealed class When_a_browser_is_there_again
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_keeps_its_lease_hears_of_it_once()
    {
        var circuit = new DeskCircuit();
        var first = circuit.ComesBack;
        await circuit.OnConnectionUpAsync(null!, Token);
        first.IsCompleted.Should().BeFalse("it was not gone: a circuit begins with a connection");

        await circuit.OnConnectionDownAsync(null!, Token);
        first.IsCompleted.Should().BeFalse();
        await circuit.OnConnectionUpAsync(null!, Token);

        first.IsCompletedSuccessfully.Should().BeTrue();
        circuit.ComesBack.IsCompleted.Should().BeFalse("the next time is another one");
    }
}
