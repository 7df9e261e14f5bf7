using System.Security.Cryptography;

namespace ServiceRouter.PhoneSimulator;

/// <summary>The account at the provider, and how its phones behave.</summary>
public sealed record PhoneSettings
{
    /// <summary><c>AC</c> and 32 hexadecimal digits.</summary>
    public string AccountSid { get; init; } = "AC00000000000000000000000000000000";

    /// <summary>Signs webhooks and opens the REST API; made anew for each network unless it is given.</summary>
    public string AuthToken { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>How fast the voice speaks; 0 speaks in no time, which tests want. A person reads about 15 aloud.</summary>
    public double CharactersPerSecond { get; init; }

    /// <summary>Ended calls that can still be read; older ones are forgotten.</summary>
    public int EndedCallsKept { get; init; } = 5000;

    /// <summary>How long an expectation of a test waits, by the real clock, before it says what was there instead.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
