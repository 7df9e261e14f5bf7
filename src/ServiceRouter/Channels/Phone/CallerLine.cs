namespace ServiceRouter.Channels.Phone;

/// <summary>A call as its webhooks name it.</summary>
/// <param name="Id">The provider's id of the call.</param>
/// <param name="Number">The caller's number, null when hidden.</param>
/// <param name="Language">Two-letter language of the line, one of <see cref="LineLanguages"/>: the webhooks carry it, so that it is known while nothing can be looked up.</param>
/// <param name="IsOurs">We made the call: who picked up there is known by nothing, and the number may have been mistyped.</param>
public sealed record CallerLine(string Id, string? Number, string Language = "fr", bool IsOurs = false);

/// <summary>What came from the caller: keys, words, or neither.</summary>
/// <param name="Keys">0 to 9, * and #; null or empty: none.</param>
/// <param name="Words">What a recogniser understood; null or empty: nothing.</param>
/// <param name="Sureness">0 to 1; null when the recogniser does not say.</param>
public sealed record Heard(string? Keys, string? Words, double? Sureness)
{
    public bool IsSilence => string.IsNullOrWhiteSpace(Keys) && string.IsNullOrWhiteSpace(Words);

    /// <summary>0 alone, or pressed several times in impatience: a person is wanted.</summary>
    public bool IsExit => Keys is { Length: > 0 } keys && keys.All(key => key == PhoneKeys.Exit[0]);
}

/// <summary>Languages that the line speaks: Texts.resx, and Texts.en.resx. Flows may know fewer; a person is one key away in each.</summary>
public static class LineLanguages
{
    /// <summary>The language that a call begins in.</summary>
    public const string First = "fr";
    private const string English = "en";

    /// <summary>Counsellors speak French with the service.</summary>
    public const string OfCounsellors = "fr";

    /// <summary>A language of the line, whatever came; the first one for any other.</summary>
    public static string Of(string? language) => language == English ? English : First;

    /// <summary>The one that the key 8 leads to.</summary>
    public static string Other(string language) => language == First ? English : First;
}

/// <summary>Keys that mean the same in every prompt.</summary>
internal static class PhoneKeys
{
    /// <summary>A person.</summary>
    public const string Exit = "0";
    public const string Repeat = "*";
    public const string Slower = "#";
    /// <summary>The list of procedures, where no question waits.</summary>
    public const string List = "1";
    /// <summary>The next part of a list.</summary>
    public const string More = "9";
    public const string Yes = "1";
    /// <summary>Not the open request of an earlier call.</summary>
    public const string SomethingElse = "2";
    /// <summary>A counsellor hears the note of a colleague.</summary>
    public const string Note = "2";
    /// <summary>Back to the first question, where a flow runs.</summary>
    public const string StartAgain = Flows.Engine.ReservedInputs.StartAgainKey;
    /// <summary>The other language, where no question waits.</summary>
    public const string OtherLanguage = "8";
}
