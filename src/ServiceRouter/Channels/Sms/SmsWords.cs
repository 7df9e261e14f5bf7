using System.Text;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Channels.Sms;

/// <summary>Words that the line itself hears.</summary>
internal enum SmsWord
{
    None,
    Stop,
    Start,
    Help,

    /// <summary>Only where there is a request to take back: elsewhere it is part of the talk.</summary>
    Withdraw,
}

/// <summary>Reads them: alone in the message, whatever the case and the accents, and whatever stands around them that is no word.</summary>
internal static class SmsWords
{
    public static SmsWord Of(string text) => Plain(text) switch
    {
        "STOP" or "ARRET" or "ARRETER" or "ARRETEZ" or "STOP SMS" => SmsWord.Stop,
        "START" or "REPRISE" or "REPRENDRE" => SmsWord.Start,
        "AIDE" or "HELP" or "INFO" or "PLACE" or "ATTENTE" => SmsWord.Help,
        "RETIRER" or "RETIRER MA DEMANDE" or "ANNULER" or "ANNULER MA DEMANDE" => SmsWord.Withdraw,
        var longer when longer.StartsWith("RETIRER ", StringComparison.Ordinal) && IsLikeReceipt(longer["RETIRER ".Length..]) => SmsWord.Withdraw,
        _ => SmsWord.None,
    };

    /// <summary>The receipt behind the word; null where there is none.</summary>
    public static string? ReceiptOf(string text) => Plain(text).Split(' ', 2) is [_, var rest] ? ReceiptCode.Parse(rest) : null;

    // With a sign too many, too few or wrong it is still meant as one, and told how it goes.
    private static bool IsLikeReceipt(string text) =>
        text.Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries) is var groups && groups.Sum(group => group.Length) is >= ReceiptCode.Length - 1 and <= ReceiptCode.Length + 1
        && (groups.Length == 1 || groups.All(group => group.Length <= 4)) && text.Any(char.IsAsciiDigit);

    private static string Plain(string text) =>
        string.Concat(GsmText.Fold(text).EnumerateRunes().SkipWhile(IsNoWord).Reverse().SkipWhile(IsNoWord).Reverse()).ToUpperInvariant().Replace("É", "E", StringComparison.Ordinal).Replace("È", "E", StringComparison.Ordinal);

    private static bool IsNoWord(Rune sign) => !Rune.IsLetterOrDigit(sign);
}
