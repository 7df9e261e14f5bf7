using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.Host.Telephone;

/// <summary>A telephone network for people who try the service, without an account and without cost: its two numbers, and what the service must be told of it.</summary>
internal static class DemoNetwork
{
    /// <summary>The number to call.</summary>
    public const string Voice = "+33199000000";

    /// <summary>The number to write to.</summary>
    public const string Sms = "+33937000000";

    // A person reads about this fast; at the speed of a voice one would wait for the screen.
    private const double ReadPerSecond = 40;

    public static PhoneNetwork Create() => new(new PhoneSettings { CharactersPerSecond = ReadPerSecond }, TimeProvider.System);

    /// <summary>Both numbers lead to the service at this address from now on.</summary>
    public static void Connect(PhoneNetwork network, string service)
    {
        network.Book.Add(new ServiceNumber(Voice) { VoiceUrl = $"{service}/twilio/voice/incoming", StatusCallback = $"{service}/twilio/voice/status" });
        network.Book.Add(new ServiceNumber(Sms) { SmsUrl = $"{service}/twilio/sms" });
    }

    /// <summary>The account, as settings of the service.</summary>
    /// <param name="network">Whose account.</param>
    /// <param name="provider">Where the network's REST interface answers.</param>
    /// <param name="service">Where the network reaches the service.</param>
    public static IEnumerable<KeyValuePair<string, string?>> Account(PhoneNetwork network, string provider, string service) =>
    [
        new("Twilio:AccountSid", network.Settings.AccountSid), new("Twilio:AuthToken", network.Settings.AuthToken), new("Twilio:ApiUrl", provider),
        new("Twilio:PublicUrl", service), new("Twilio:VoiceNumber", Voice), new("Twilio:SmsNumber", Sms),
    ];
}
