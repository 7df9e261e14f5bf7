using System.Net.Sockets;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>The oldest goes, so that a neighbour behind the same address still gets in.</summary>
public sealed class When_an_address_holds_too_many_connections
{
    private const int Most = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_one_is_closed_and_the_newest_is_served()
    {
        await using var app = await RouterApp.StartEmbeddedAsync($"--Limits:ConnectionsOfAddress={Most}", "--Limits:HeadersTimeout=00:01:00", "--Limits:IdleTimeout=00:10:00");
        var address = new Uri(app.Url);
        var held = new List<TcpClient>();
        for (var number = 0; number < Most; number++)
        {
            var half = new TcpClient();
            await half.ConnectAsync(address.Host, address.Port, Token);
            await half.GetStream().WriteAsync("GET / HT"u8.ToArray(), Token);
            held.Add(half);
        }
        using var visitor = new Visitor(app);

        (await visitor.AsksForHumanAsync()).Should().NotBeEmpty();

        var closed = await Task.WhenAny(held.Select(IsClosedAsync));
        (await closed).Should().BeTrue("one of those that were there before has gone, without an answer");
        held.ForEach(h => h.Dispose());
    }

    private static async Task<bool> IsClosedAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1], Token) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
