using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.Tests;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The whole service and a telephone network that calls it by signed webhooks, on one clock that the test moves.</summary>
internal sealed class PhoneStory : IAsyncDisposable
{
    public const string Citizen = "+33199001234";
    public const string Number = "+33199000000";
    public const string SmsNumber = "+33937000000";
    public const string FallbackLine = "+33199009999";

    /// <summary>Of the service's loop: while it looks it does not wait, and no time passes.</summary>
    private static readonly TimeSpan BetweenLooksAtLines = TimeSpan.FromMilliseconds(500);

    public const string Nadia = "conseiller1";
    public const string NadiasPhone = "+33611000001";

    private readonly PhoneServer server;
    private readonly HashSet<string> browsers = [];

    private PhoneStory(RouterApp app, PhoneNetwork network, PhoneServer server, ClockOfWaits clock) => (App, Network, this.server, Clock) = (app, network, server, clock);

    public RouterApp App { get; }

    public PhoneNetwork Network { get; }

    public ClockOfWaits Clock { get; }

    public static Task<PhoneStory> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <param name="replace">Parts of the service that the test replaces.</param>
    /// <param name="settings">As on the command line.</param>
    internal static Task<PhoneStory> StartAsync(Action<IServiceCollection> replace, params string[] settings) => StartAsync(RouterSetUp.EmbeddedInMemory(), replace, settings);

    /// <param name="setUp">Where rows and messages live.</param>
    /// <param name="replace">Parts of the service that the test replaces.</param>
    /// <param name="settings">As on the command line.</param>
    internal static async Task<PhoneStory> StartAsync(RouterSetUp setUp, Action<IServiceCollection> replace, params string[] settings)
    {
        // A Tuesday at eleven in Paris.
        var clock = new ClockOfWaits(new DateTimeOffset(2027, 3, 9, 10, 0, 0, TimeSpan.Zero));
        var network = new PhoneNetwork(new PhoneSettings { Patience = TimeSpan.FromSeconds(30) }, clock);
        var server = await PhoneServer.StartAsync(network);
        var url = $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}";
        string[] phone =
        [
            $"--urls={url}", $"--Twilio:AccountSid={network.Settings.AccountSid}", $"--Twilio:AuthToken={network.Settings.AuthToken}", $"--Twilio:ApiUrl={server.Address}", $"--Twilio:PublicUrl={url}",
            $"--Twilio:VoiceNumber={Number}", $"--Twilio:SmsNumber={SmsNumber}", $"--Twilio:FallbackLine={FallbackLine}", "--Phone:AnswerWithin=00:00:05", "--Twilio:ApiTimeout=00:00:10", "--Phone:LookUpWithin=00:00:01",
            "--Sms:AnswerWithin=00:00:10", "--Sms:LookUpWithin=00:00:05",
        ];
        var app = await RouterApp.StartAsync(setUp, clock, replace, [.. phone, .. settings]);
        network.Book.Add(new ServiceNumber(Number) { VoiceUrl = $"{url}/twilio/voice/incoming", StatusCallback = $"{url}/twilio/voice/status" });
        network.Book.Add(new ServiceNumber(SmsNumber) { SmsUrl = $"{url}/twilio/sms" });
        return new PhoneStory(app, network, server, clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public SimulatedCall Calls(string from = Citizen) => Network.Call(from, Number);

    /// <summary>Calls and asks for a person by the key.</summary>
    public async Task<SimulatedCall> WaitsAsync(string from = Citizen)
    {
        var call = Calls(from);
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.SeesAsync("queue sr-attente");
        return call;
    }

    /// <summary>A counsellor opens the desk, and a browser that stays open while <see cref="PassUntilAsync(Func{Task{bool}})"/> lets time pass.</summary>
    public async Task<DeskOf> ComesAsync(string id = Nadia, string? phone = null)
    {
        if (phone is not null) (await App.Get<SetPhone>().RunAsync(id, phone, Token)).Should().BeNull();
        browsers.Add(id);
        return await App.CounsellorComesAsync(id);
    }

    /// <summary>Somebody of the web whom a counsellor is to call back now, and the counsellor takes it.</summary>
    public async Task<string> TakesCallBackOfTheWebAsync(DeskOf desk, string number = "01 99 00 12 34")
    {
        await App.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, Token);
        var citizen = await App.CitizenComesAsync(asksNow: true);
        var due = Clock.GetUtcNow().AddMinutes(5);
        (await App.Get<AskCallBack>().RunAsync(citizen.ConversationId, number, due, Token)).Should().BeNull();
        await DateComesAsync(desk, due);
        return await desk.TakesNextAsync();
    }

    /// <summary>
    /// Time jumps to a date at which a counsellor is there. They come when it has come: what falls due may be in the queue before a browser that has said nothing for so long can speak again, and
    /// nothing but a change of presence has it offered then.
    /// </summary>
    public async Task DateComesAsync(DeskOf desk, DateTimeOffset date)
    {
        (await App.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, Token)).Should().BeNull();
        Clock.Advance(date - Clock.GetUtcNow());
        await App.Get<KeepLease>().RunAsync(desk.Id, Token);
        (await App.Get<SetPresence>().RunAsync(desk.Id, Presence.Available, null, Token)).Should().BeNull();
        await App.TimeMovesAsync();
    }

    /// <summary>The next call of the service to this number.</summary>
    public async Task<SimulatedCall> NextRingAsync(string address)
    {
        var ring = Network.RingsAsync(address, Token);
        await PassUntilAsync(() => ring.IsCompleted);
        return await ring;
    }

    /// <summary>A counsellor who is rung comes to the citizen.</summary>
    public static async Task TakesTheCallAsync(SimulatedCall counsellor)
    {
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        counsellor.Presses("1");
    }

    public Task PassUntilAsync(Func<bool> holds) => PassUntilAsync(() => Task.FromResult(holds()));

    /// <summary>
    /// Time passes until it holds: the loop of the service looks twice a second. None passes while anything is under way, as a service on a busy machine would be too slow for it: where
    /// the service answers the network only after some time, this comes to no end.
    /// </summary>
    public Task PassUntilAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(async () =>
    {
        if (await holds()) return true;
        if (!Network.SettledAsync().IsCompleted || Clock.Waiting(BetweenLooksAtLines) == 0) return false;
        foreach (var id in browsers) await App.Get<KeepLease>().RunAsync(id, Token);
        Clock.Advance(TimeSpan.FromMilliseconds(250));
        return await holds();
    }, "the telephone followed");

    /// <summary>Lets seconds pass one by one, each when all that the last one set off is done.</summary>
    public async Task PassAsync(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            await Network.SettledAsync();
            await Clock.PassAsync(TimeSpan.FromSeconds(1));
        }
        await Network.SettledAsync();
    }

    /// <summary>Waits until something of the service has begun to wait for exactly so long, which the network does not see: words and keys on a socket are not answered.</summary>
    public Task WaitsForAsync(TimeSpan span) => Eventually.HoldsAsync(() => Task.FromResult(Clock.Waiting(span) > 0), $"something waits for {span}");

    /// <summary>The one request.</summary>
    public Task<Handoff> HandoffAsync() => App.LookAsync(db => db.Handoffs.SingleAsync());

    /// <summary>What the citizen of a request has said, oldest first.</summary>
    public Task<List<string>> WordsOfAsync(Handoff handoff) =>
        App.LookAsync(db => db.Activities.Where(a => a.ConversationId == handoff.ConversationId && a.Author == Author.Citizen).OrderBy(a => a.Number).Select(a => a.Text!).ToListAsync());

    /// <summary>Waits for the one request, where something else than the call makes it.</summary>
    public Task HandoffIsAsync(HandoffState state) =>
        Eventually.HoldsAsync(() => App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == state)), $"the request is {state}");

    /// <summary>How often words were heard on a line.</summary>
    public static int Times(SimulatedCall call, string words) =>
        call.Transcript.Lines.Count(line => line.What == PhoneSimulator.Heard.Voice && line.Text.Contains(words, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the service did wrong in the provider's eyes.</summary>
    public IEnumerable<string> Faults => Network.ServiceFaults.Select(fault => $"{fault.Code.ToString(CultureInfo.InvariantCulture)} {fault.Message} {fault.Url}");

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await server.DisposeAsync();
        Network.Dispose();
    }
}
