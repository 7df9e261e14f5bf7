using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>With a web server as the service, and the real clock: what the in-memory tests leave out.</summary>
public sealed class When_the_network_calls_over_sockets : IAsyncLifetime
{
    private readonly WebApplication service = Service();
    private readonly PhoneNetwork network = new(new PhoneSettings(), TimeProvider.System);
    private PhoneServer server = null!;

    public async ValueTask InitializeAsync()
    {
        await service.StartAsync();
        var url = service.Urls.First();
        network.Book.Add(new ServiceNumber("+33987654321") { VoiceUrl = url + "/voice", SmsUrl = url + "/sms" });
        network.Book.Add(new ServiceNumber("+33987654322") { VoiceUrl = "http://127.0.0.1:1/nobody#rc=0" });
        server = await PhoneServer.StartAsync(network);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        network.Dispose();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task A_relay_session_runs_over_a_socket_and_survives_its_cut()
    {
        var call = network.Call("+33123456789", "+33987654321");
        call.Presses("2");

        await call.HearsAsync("bonjour du relais");
        call.Says("quelle heure est-il");
        await call.HearsAsync("vous dites : quelle heure est-il");
        call.CutsRelay();
        await call.HearsAsync("failed");

        (await call.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task A_service_that_is_not_there_has_its_code()
    {
        var call = network.Call("+33123456789", "+33987654322");

        await call.HearsAsync("application error");

        network.ServiceFaults.Should().ContainSingle(fault => fault.CallSid == call.Sid).Which.Code.Should().Be(11205);
    }

    [Fact]
    public async Task A_phone_in_a_browser_calls_hears_presses_and_hangs_up()
    {
        using var browser = new HttpClient { BaseAddress = new Uri(server.Address + "/phone/") };
        var call = await (await browser.PostAsJsonAsync("calls", new { from = "+33123456789", to = "+33987654321" })).Content.ReadFromJsonAsync<JsonNode>();
        var sid = (string)call!["sid"]!;
        using var lines = new StreamReader(await browser.GetStreamAsync($"calls/{sid}/lines"));

        await UntilAsync(lines, "Bonjour à vous");
        await browser.PostAsJsonAsync($"calls/{sid}/keys", new { keys = "1" });
        await UntilAsync(lines, "touche 1");
        (await browser.PostAsync($"calls/{sid}/hang-up", null)).StatusCode.Should().Be(System.Net.HttpStatusCode.NoContent);
        await UntilAsync(lines, "event: over");

        (await browser.PostAsJsonAsync("calls", new { from = "+33123456789", to = "+33100000000" })).StatusCode.Should().Be(System.Net.HttpStatusCode.NotFound);
        await browser.PostAsJsonAsync("texts", new { from = "+33123456789", to = "+33987654321", body = "coucou" });
        using var texts = new StreamReader(await browser.GetStreamAsync("phones/+33123456789/texts"));
        await UntilAsync(texts, "coucou aussi");
    }

    private static async Task UntilAsync(StreamReader lines, string words)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        // Letters beyond ASCII are written as escapes in JSON.
        while (!System.Text.RegularExpressions.Regex.Unescape(await lines.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"« {words} » never came")).Contains(words, StringComparison.Ordinal))
            continue;
    }

    private static WebApplication Service()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseWebSockets();
        app.MapPost("/voice", () => Twiml("<Gather numDigits=\"1\" action=\"/pressed\"><Say>Bonjour à vous</Say></Gather>"));
        app.MapPost("/pressed", async (HttpRequest request) => (await request.ReadFormAsync())["Digits"] == "2"
            ? Twiml($"<Connect action=\"/after\"><ConversationRelay url=\"ws://{request.Host}/relay\" language=\"fr-FR\"/></Connect>")
            : Twiml("<Say>touche 1</Say><Pause length=\"60\"/>"));
        app.MapPost("/after", async (HttpRequest request) => Twiml($"<Say>{(await request.ReadFormAsync())["SessionStatus"]}</Say>"));
        app.MapPost("/sms", () => Twiml("<Message>coucou aussi</Message>"));
        app.Map("/relay", TalkAsync);
        return app;
    }

    private static async Task TalkAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[8192];
        try
        {
            while (await socket.ReceiveAsync(buffer, http.RequestAborted) is { MessageType: WebSocketMessageType.Text } part)
            {
                var frame = JsonNode.Parse(Encoding.UTF8.GetString(buffer, 0, part.Count))!;
                var token = (string)frame["type"]! == "setup" ? "bonjour du relais" : $"vous dites : {(string)frame["voicePrompt"]!}";
                await socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["type"] = "text", ["token"] = token, ["last"] = true }.ToJsonString()), WebSocketMessageType.Text, true, http.RequestAborted);
            }
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException)
        {
            // Cut by the caller's network.
        }
    }

    private static IResult Twiml(string verbs) => Results.Content($"<Response>{verbs}</Response>", "text/xml", Encoding.UTF8);
}
