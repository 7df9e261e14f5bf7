using ServiceRouter.ChaosTests.Load;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>A provider of calls and text messages, with the account of the service: it reaches the nodes through one address and signs what it sends.</summary>
internal sealed class PlayedProvider : IAsyncDisposable
{
    /// <summary>Where citizens write to.</summary>
    public const string SmsNumber = "+33937000000";

    private readonly PhoneServer rest;
    private readonly Balancer balancer = new();

    private PlayedProvider(PhoneNetwork network, PhoneServer rest) => (Network, this.rest) = (network, rest);

    public PhoneNetwork Network { get; }

    /// <summary>What each node is given.</summary>
    public (string Key, string Value)[] Account =>
    [
        ("Twilio:AccountSid", Network.Settings.AccountSid), ("Twilio:AuthToken", Network.Settings.AuthToken), ("Twilio:ApiUrl", rest.Address),
        ("Twilio:PublicUrl", balancer.Address.ToString()), ("Twilio:VoiceNumber", PhoneCaller.ServiceNumber), ("Twilio:SmsNumber", SmsNumber),
    ];

    /// <param name="patience">How long somebody at a telephone waits for what is to be heard.</param>
    public static async Task<PlayedProvider> StartAsync(TimeSpan patience)
    {
        var network = new PhoneNetwork(new PhoneSettings { Patience = patience }, TimeProvider.System);
        return new PlayedProvider(network, await PhoneServer.StartAsync(network));
    }

    /// <summary>Calls and messages go to these nodes from now on.</summary>
    public void Reach(Service service)
    {
        balancer.StandBefore(service.Nodes);
        Network.Book.Add(new ServiceNumber(PhoneCaller.ServiceNumber) { VoiceUrl = $"{balancer.Address}twilio/voice/incoming", StatusCallback = $"{balancer.Address}twilio/voice/status" });
        Network.Book.Add(new ServiceNumber(SmsNumber) { SmsUrl = $"{balancer.Address}twilio/sms" });
    }

    /// <param name="target">Path and query.</param>
    /// <param name="form">What is sent; nothing for JSON and a WebSocket handshake.</param>
    /// <param name="scheme">With which the address is signed.</param>
    public string Sign(string target, IEnumerable<KeyValuePair<string, string>>? form = null, string scheme = "http") =>
        RequestSigner.Sign(Network.Settings.AuthToken, $"{scheme}://{balancer.Address.Authority}{target}", form);

    public async ValueTask DisposeAsync()
    {
        await balancer.DisposeAsync();
        await rest.DisposeAsync();
        Network.Dispose();
    }
}
