using System.Globalization;
using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>Addresses that the provider is told to come back to; relative, so that they hold behind any proxy.</summary>
internal static class VoicePaths
{
    public const string Root = "/twilio/voice";
    public const string Wait = $"{Root}/wait";
    public const string LeftQueue = $"{Root}/wait/left";

    /// <summary>Where the call comes to after it was put through to a line with people.</summary>
    public const string AfterPutThrough = $"{Root}/through";

    /// <summary>Name of the parameter that says the language of the line, where it is not the first.</summary>
    public const string Language = "lang";

    /// <summary>Name of the parameter that counts what went unanswered: silent rounds in a row, or how often a number was asked for.</summary>
    public const string Times = "times";

    public static string Turn(int turn, int silences) => $"{Root}/turn/{turn}?silences={silences}";

    /// <summary>The same address for a line that speaks the language.</summary>
    public static string In(string path, string language) =>
        language == LineLanguages.First ? path : With(path, Language, language);

    /// <summary>The same address, which counts.</summary>
    public static string After(string path, int times) => times == 0 ? path : With(path, Times, times.ToString(CultureInfo.InvariantCulture));

    private static string With(string path, string name, string value) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={value}";

    /// <summary>Where a key goes that was pressed in the wait.</summary>
    public static string WaitKey(WaitsWhere where) => $"{Root}/{Name(where)}/key";

    /// <summary>Where typed digits go; a caller in the queue is left in it, another one is not in any.</summary>
    public static string Entered(EnteredWhileWaiting what, WaitsWhere where) => $"{Root}/{Name(where)}/{what.ToString().ToLowerInvariant()}";

    private static string Name(WaitsWhere where) => where switch
    {
        WaitsWhere.InQueue => "wait",
        WaitsWhere.BeforeQueue => "full",
        _ => "closed",
    };
}

/// <summary>Where somebody is who presses keys while no counsellor is on the line.</summary>
internal enum WaitsWhere
{
    InQueue,
    /// <summary>The provider's queue takes nobody more, or has failed: the caller waits all the same, and it is asked again.</summary>
    BeforeQueue,
    /// <summary>Outside of the hours.</summary>
    Nowhere,
}
