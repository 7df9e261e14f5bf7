namespace ServiceRouter.Connectors.Twilio.Requests;

/// <summary>
/// How the provider writes callers who hide their number, where it does not say so in words: the word, spelt on the keys of a telephone. Taken for a number, it would make
/// one caller of all of them, and a call would be promised to it. None of them is anybody's. Pure.
/// </summary>
internal static class WithheldNumber
{
    private static readonly string[] Spelt =
    [
        "+266696687", // ANONYMOUS
        "+2562533", // BLOCKED
        "+7748283", // PRIVATE
        "+7378742833", // RESTRICTED
        "+7378742883", // the same, as some networks spell it
        "+86282452253", // UNAVAILABLE
        "+8656696", // UNKNOWN
        "+464", // no number at all
    ];

    public static bool Is(string from) => Spelt.Contains(from, StringComparer.Ordinal);
}
