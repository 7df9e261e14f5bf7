using ServiceRouter.Channels.Phone.Lines;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>Addresses of a counsellor's line, and of the citizen who meets the counsellor on it.</summary>
internal static class LinePaths
{
    private const string Root = $"{VoicePaths.Root}/line";
    private const string Second = $"{VoicePaths.Root}/second";

    /// <summary>What is heard by one who is on hold; in their language, as all that a citizen hears here.</summary>
    public const string OnHold = $"{Root}/hold";

    public static string Whisper(Guid line, int times) => $"{Root}/{line:N}/whisper?times={times}";

    public static string Key(Guid line, int times) => $"{Root}/{line:N}/key?times={times}";

    public static string Meet(Guid line) => $"{Root}/{line:N}/meet";

    public static string After(Guid line) => $"{Root}/{line:N}/after";

    /// <summary>Where the key goes of a citizen whom we rang and who may wait on.</summary>
    public static string Stay(Guid line, int times) => $"{Root}/{line:N}/stay?times={times}";

    /// <param name="line">The line.</param>
    /// <param name="why">Why nobody came, one of <see cref="LineEnding"/>; null: the citizen is gone.</param>
    public static string CitizenGone(Guid line, string? why = null) => $"{Root}/{line:N}/alone{(why is null ? "" : $"?why={why}")}";

    public static string Conference(Guid line) => $"{Root}/{line:N}/conference";

    public static string CounsellorStatus(Guid line) => $"{Root}/{line:N}/counsellor";

    public static string SecondWhisper(Guid second, int times) => $"{Second}/{second:N}/whisper?times={times}";

    public static string SecondKey(Guid second, int times) => $"{Second}/{second:N}/key?times={times}";

    public static string SecondStatus(Guid second) => $"{Second}/{second:N}/ended";

    public static string CitizenStatus(Guid line) => $"{Root}/{line:N}/citizen";
}
