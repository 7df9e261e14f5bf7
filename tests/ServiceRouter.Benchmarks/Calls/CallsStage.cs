using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.Benchmarks.Calls;

/// <summary>The built service, a telephone network that calls it by signed webhooks, and the counsellors at work.</summary>
internal sealed class CallsStage : IAsyncDisposable
{
    public const string Number = "+33199000000";
    private static readonly TimeSpan BetweenFloors = TimeSpan.FromMilliseconds(100);

    // The real clock, on which nobody waits longer than this.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource stop = new();
    private readonly PhoneServer server;
    private readonly ChildProgram program;
    private readonly List<Task> working = [];

    private CallsStage(PhoneNetwork network, TimedWebhooks webhooks, PhoneServer server, ChildProgram program, CallTimes times) =>
        (Network, Webhooks, this.server, this.program, Times) = (network, webhooks, server, program, times);

    public PhoneNetwork Network { get; }

    public TimedWebhooks Webhooks { get; }

    public CallTimes Times { get; }

    /// <summary>What the first lost caller had heard; null: none was lost.</summary>
    public string? FirstLost { get; set; }

    private string Url => $"http://127.0.0.1:{program.Port}";

    public static async Task<CallsStage> StartAsync(TestServers servers, int counsellors, CallTimes times)
    {
        var webhooks = new TimedWebhooks();
        var network = new PhoneNetwork(new PhoneSettings { Patience = Patience }, TimeProvider.System, webhooks);
        var server = await PhoneServer.StartAsync(network);
        var (program, _) = await ServiceProgram.StartProductionAsync(servers, counsellors, place => Account(network, server, place));
        var stage = new CallsStage(network, webhooks, server, program, times);
        network.Book.Add(new ServiceNumber(Number) { VoiceUrl = $"{stage.Url}/twilio/voice/incoming", StatusCallback = $"{stage.Url}/twilio/voice/status" });
        for (var i = 1; i <= counsellors; i++) stage.working.Add(await WorkingCounsellor.BeginAsync(stage, program.Http, i, stage.stop.Token));
        return stage;
    }

    /// <summary>The floor: signed webhooks that touch no row, all the while.</summary>
    public async Task AskEmptyWebhooksAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                await Network.PostsJsonAsync($"{Url}{WebhookTimes.EmptyPath}", "{}"u8.ToArray());
                await Task.Delay(BetweenFloors, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The load is over.
        }
    }

    private static IEnumerable<string> Account(PhoneNetwork network, PhoneServer server, ChildProgram.Place place) =>
    [
        $"--Twilio:AccountSid={network.Settings.AccountSid}", $"--Twilio:AuthToken={network.Settings.AuthToken}", $"--Twilio:ApiUrl={server.Address}",
        $"--Twilio:PublicUrl=http://127.0.0.1:{place.Port}", $"--Twilio:VoiceNumber={Number}",
    ];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(working);
        await program.DisposeAsync();
        await server.DisposeAsync();
        Network.Dispose();
        stop.Dispose();
    }
}
