using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>Addresses that the provider is told to come back to; relative, so that they hold behind any proxy.</summary>
internal static class VoicePaths
{
    public const string Root = "/twilio/voice";
    public const string Wait = $"{Root}/wait";
    public const string WaitKey = $"{Root}/wait/key";
    public const string LeftQueue = $"{Root}/wait/left";

    /// <summary>Name of the parameter that says the language of the line, where it is not the first.</summary>
    public const string Language = "lang";

    public static string Turn(int turn, int silences) => $"{Root}/turn/{turn}?silences={silences}";

    /// <summary>The same address for a line that speaks the language.</summary>
    public static string In(string path, string language) =>
        language == LineLanguages.First ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Language}={language}";

    /// <summary>Where typed digits go; a caller in the queue is left in it, another one is not in any.</summary>
    public static string Entered(EnteredWhileWaiting what, bool inQueue) => $"{Root}/{(inQueue ? "wait" : "closed")}/{what.ToString().ToLowerInvariant()}";
}
