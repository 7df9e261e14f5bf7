using System.Globalization;
using System.Security.Cryptography;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>What the provider sends when somebody calls or writes, rightly signed: each time a new call and a new message, from a number of their own.</summary>
internal static class CallsAndTexts
{
    private const string Account = "AC00000000000000000000000000000003";
    private const string Token = "token-of-the-provider-in-chaos-tests";
    private const string PublicUrl = "https://service.test";
    private const string ServiceNumber = "+33199000000";
    private static int callers;

    /// <summary>Of a service that takes them. The provider itself is nowhere: nothing is to go out.</summary>
    public static (string Key, string Value)[] Settings { get; } =
        [("Twilio:AccountSid", Account), ("Twilio:AuthToken", Token), ("Twilio:PublicUrl", PublicUrl), ("Twilio:ApiUrl", "http://127.0.0.1:9"), ("Twilio:VoiceNumber", ServiceNumber)];

    /// <summary>Somebody calls.</summary>
    public static HttpRequestMessage Call() => Signed("/twilio/voice/incoming", ("CallSid", Sid("CA")), ("CallStatus", "ringing"), ("Direction", "inbound"));

    /// <summary>Somebody writes, and wants nothing yet.</summary>
    public static HttpRequestMessage Text() => Signed("/twilio/sms", ("MessageSid", Sid("SM")), ("Body", "Bonjour"), ("NumMedia", "0"));

    private static HttpRequestMessage Signed(string path, params (string Name, string Value)[] own)
    {
        List<KeyValuePair<string, string>> form =
        [
            new("AccountSid", Account), new("To", ServiceNumber), new("From", string.Create(CultureInfo.InvariantCulture, $"+3319910{Interlocked.Increment(ref callers) % 100_000:00000}")),
            .. own.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ];
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add(RequestSigner.Header, RequestSigner.Sign(Token, PublicUrl + path, form));
        return request;
    }

    private static string Sid(string kind) => kind + RandomNumberGenerator.GetHexString(32, lowercase: true);
}
