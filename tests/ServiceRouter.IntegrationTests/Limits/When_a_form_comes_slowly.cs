using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>Forms that are begun and not sent on hold a connection, and none of the places of those who share their address.</summary>
public sealed class When_a_form_comes_slowly
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/humain", "--Limits:AsksTogether=2")]
    [InlineData("/demande", "--Limits:PagesTogether=2")]
    [InlineData("/chat", "--Limits:TurnsTogether=2")]
    public async Task The_next_one_from_its_address_is_answered(string path, string two)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, GivesNoBodyUp, two);
        using var visitor = new Visitor(app);
        (await SendAsync(visitor, path)).Dispose();
        using var first = await BeginAsync(app, path);
        using var second = await BeginAsync(app, path);

        using var patience = Patience.New();
        using var answer = await SendAsync(visitor, path).WaitAsync(patience.Token);

        ((int)answer.StatusCode).Should().BeLessThan(500);
    }

    // Both would give their places back after 5 s: an answer that came by then would prove nothing.
    private static void GivesNoBodyUp(IServiceCollection services) => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = null);

    private static async Task<HttpResponseMessage> SendAsync(Visitor visitor, string path)
    {
        using var form = new FormUrlEncodedContent([new("texte", "Bonjour")]);
        return await visitor.SendsAsync(path, form);
    }

    /// <summary>Begins a form, and has heard that the server is reading it.</summary>
    private static async Task<TcpClient> BeginAsync(RouterApp app, string path)
    {
        var address = new Uri(app.Url);
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nSec-Fetch-Site: same-origin\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"), Token);
        var heard = new byte[64];
        var count = await client.GetStream().ReadAsync(heard, Token);
        Encoding.ASCII.GetString(heard, 0, count).Should().StartWith("HTTP/1.1 100");
        await client.GetStream().WriteAsync("texte="u8.ToArray(), Token);
        return client;
    }
}
