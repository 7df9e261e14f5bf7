namespace ServiceRouter.Connectors.Twilio;

/// <summary>The account that carries calls and messages; section <c>Twilio</c>. Without <see cref="AccountSid"/> there is no phone and no SMS.</summary>
public sealed class TwilioOptions
{
    public const string Section = "Twilio";

    /// <summary>AC and 32 hexadecimal digits; empty: no phone, no SMS.</summary>
    public string AccountSid { get; set; } = "";

    /// <summary>Signs the webhooks and opens the REST API.</summary>
    public string AuthToken { get; set; } = "";

    /// <summary>The other token during a rotation; empty otherwise.</summary>
    public string SecondAuthToken { get; set; } = "";

    /// <summary>Address of this service as Twilio knows it, such as https://accueil.example.fr; needed with an account: people are rung and joined by what is asked for there. Without https only where <see cref="ApiUrl"/> has none either, as a simulator.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Address of the REST API.</summary>
    public Uri ApiUrl { get; set; } = new("https://api.twilio.com");

    /// <summary>Number that citizens call, as +33…; needed with an account.</summary>
    public string VoiceNumber { get; set; } = "";

    /// <summary>Number or short code that SMS come from; empty: no SMS.</summary>
    public string SmsNumber { get; set; } = "";

    /// <summary>A line with people, dialled when nothing of ours answers; empty: none.</summary>
    public string FallbackLine { get; set; } = "";

    /// <summary>Voice that reads French, one of Twilio's names.</summary>
    public string FrenchVoice { get; set; } = "Polly.Lea-Neural";

    /// <summary>Talks over a WebSocket (ConversationRelay) instead of by webhooks, where it holds.</summary>
    public bool Relay { get; set; }

    /// <summary>Longest wait for one answer of the REST API, 1 to 10 s.</summary>
    public TimeSpan ApiTimeout { get; set; } = TimeSpan.FromSeconds(5);

    public bool IsConfigured => AccountSid.Length > 0;
}
