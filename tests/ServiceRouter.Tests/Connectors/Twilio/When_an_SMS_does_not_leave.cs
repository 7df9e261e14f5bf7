using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Connectors.Twilio;
using ServiceRouter.Connectors.Twilio.Rest;
using ServiceRouter.Connectors.Twilio.Sms;

namespace ServiceRouter.Tests.Connectors.Twilio;

/// <summary>Only what the provider says of the number itself ends its messages; what is wrong with our account is wrong for everybody.</summary>
public sealed class When_an_SMS_does_not_leave
{
    [Theory]
    // The recipient: opted out, no such number, short code, our own number, no mobile, landline.
    [InlineData(400, 21610, SmsFate.NotWanted)]
    [InlineData(400, 21211, SmsFate.NotWanted)]
    [InlineData(400, 21217, SmsFate.NotWanted)]
    [InlineData(400, 21265, SmsFate.NotWanted)]
    [InlineData(400, 21266, SmsFate.NotWanted)]
    [InlineData(400, 21614, SmsFate.NotWanted)]
    [InlineData(400, 21635, SmsFate.NotWanted)]
    // Ours: token, account, path, sender, full queue, trial account, country, route, whatever comes later.
    [InlineData(401, 20003, SmsFate.NotTaken)]
    [InlineData(401, null, SmsFate.NotTaken)]
    [InlineData(403, 20003, SmsFate.NotTaken)]
    [InlineData(404, 20404, SmsFate.NotTaken)]
    [InlineData(408, null, SmsFate.NotTaken)]
    [InlineData(429, 20429, SmsFate.NotTaken)]
    [InlineData(400, 21212, SmsFate.NotSent)]
    [InlineData(400, 21606, SmsFate.NotSent)]
    [InlineData(429, 21611, SmsFate.NotTaken)]
    [InlineData(400, 21608, SmsFate.NotSent)]
    [InlineData(400, 21408, SmsFate.NotSent)]
    [InlineData(400, 21612, SmsFate.NotSent)]
    [InlineData(400, 21659, SmsFate.NotSent)]
    [InlineData(400, null, SmsFate.NotSent)]
    [InlineData(418, 99999, SmsFate.NotSent)]
    // It may have been done.
    [InlineData(500, null, SmsFate.Unknown)]
    [InlineData(503, 20503, SmsFate.Unknown)]
    [InlineData(500, 21610, SmsFate.Unknown)]
    public void The_code_says_whose_fault_it_is(int status, int? code, SmsFate fate) =>
        SmsRefusal.FateOf(TwilioApiException.Of(status, JsonSerializer.Serialize(new { code, message = "Refused" }))).Should().Be(fate);

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, SmsFate.NotTaken)]
    [InlineData(HttpRequestError.NameResolutionError, SmsFate.NotTaken)]
    [InlineData(HttpRequestError.SecureConnectionError, SmsFate.NotTaken)]
    [InlineData(HttpRequestError.ResponseEnded, SmsFate.Unknown)]
    [InlineData(HttpRequestError.Unknown, SmsFate.Unknown)]
    public void Without_a_connection_nothing_left(HttpRequestError failure, SmsFate fate) => SmsRefusal.FateOf(new HttpRequestException(failure)).Should().Be(fate);

    [Fact]
    public async Task A_connection_that_does_not_come_about_in_time_has_carried_nothing()
    {
        // Connected by the machine, and nobody speaks: no handshake ends.
        using var mute = Mute();
        await using var service = Service($"https://127.0.0.1:{PortOf(mute)}");

        (await service.GetRequiredService<ISmsLine>().SendAsync("+33199001234", "Bonjour", TestContext.Current.CancellationToken)).Should().Be(SmsFate.NotTaken);
    }

    [Fact]
    public async Task A_request_that_was_sent_and_is_not_answered_may_have_been_done()
    {
        using var mute = Mute();
        await using var service = Service($"http://127.0.0.1:{PortOf(mute)}");

        (await service.GetRequiredService<ISmsLine>().SendAsync("+33199001234", "Bonjour", TestContext.Current.CancellationToken)).Should().Be(SmsFate.Unknown);
    }

    [Fact]
    public async Task The_log_has_no_address_of_the_provider()
    {
        using var mute = Mute();
        var log = new KeptLog<HttpClient>();
        using var provider = new OneLog(log);
        await using var service = Service($"http://127.0.0.1:{PortOf(mute)}", provider);

        await service.GetRequiredService<ISmsLine>().SendAsync("+33199001234", "Bonjour", TestContext.Current.CancellationToken);

        log.Lines.Should().NotContain(line => line.Contains("Accounts/"), "a message and a call have their ids in it");
    }

    private static TcpListener Mute()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static string PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

    private static ServiceProvider Service(string api, ILoggerProvider? log = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Twilio:AccountSid"] = "AC" + new string('0', 32), ["Twilio:AuthToken"] = new string('0', 32), ["Twilio:PublicUrl"] = "https://accueil.example.fr", ["Twilio:ApiUrl"] = api,
            ["Twilio:VoiceNumber"] = "+33199000000", ["Twilio:SmsNumber"] = "+33937000000", ["Twilio:ApiTimeout"] = "00:00:01",
        }).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            if (log is not null) logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        }).AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddTwilio(configuration);
        return services.BuildServiceProvider();
    }

    /// <summary>Everything that is told, by whomever.</summary>
    private sealed class OneLog(ILogger log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }

    [Fact]
    public void An_answer_that_nobody_can_read_says_nothing() => SmsRefusal.FateOf(new JsonException()).Should().Be(SmsFate.Unknown);
}
