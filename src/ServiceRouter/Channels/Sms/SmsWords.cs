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
    private const string WithdrawWord = "RETIRER";
    // A receipt is printed in groups of three and four.
    private const int LongestGroup = 4;

    public static SmsWord Of(string text) => Plain(text) switch
    {
        "STOP" or "ARRET" or "ARRETER" or "ARRETEZ" or "STOP SMS" => SmsWord.Stop,
        "START" or "REPRISE" or "REPRENDRE" => SmsWord.Start,
        "AIDE" or "HELP" or "INFO" or "PLACE" or "ATTENTE" => SmsWord.Help,
        "RETIRER" or "RETIRER MA DEMANDE" or "ANNULER" or "ANNULER MA DEMANDE" => SmsWord.Withdraw,
        var longer when BehindWithdraw(longer) is { } rest && (ReceiptCode.Parse(rest) is not null || IsLikeReceipt(rest)) => SmsWord.Withdraw,
        _ => SmsWord.None,
    };

    /// <summary>The receipt behind "RETIRER"; null where there is none.</summary>
    public static string? ReceiptOf(string text) => BehindWithdraw(Plain(text)) is { } rest ? ReceiptCode.Parse(rest) : null;

    // A space, a colon or a new line stands between them.
    private static string? BehindWithdraw(string plain) =>
        plain.StartsWith(WithdrawWord, StringComparison.Ordinal) && plain.Length > WithdrawWord.Length && !char.IsLetterOrDigit(plain[WithdrawWord.Length]) ? plain[WithdrawWord.Length..] : null;

    // With a sign too many, too few or wrong it is still meant as one, and told how it goes; with a figure, since words have as many letters.
    private static bool IsLikeReceipt(string text) =>
        text.Split([' ', '-', ':', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries) is var groups && groups.Sum(group => group.Length) is >= ReceiptCode.Length - 1 and <= ReceiptCode.Length + 1
        && (groups.Length == 1 || groups.All(group => group.Length <= LongestGroup)) && text.Any(char.IsAsciiDigit);

    private static string Plain(string text) =>
        string.Concat(GsmText.Fold(text).EnumerateRunes().SkipWhile(IsNoWord).Reverse().SkipWhile(IsNoWord).Reverse()).ToUpperInvariant().Replace("É", "E", StringComparison.Ordinal).Replace("È", "E", StringComparison.Ordinal);

    private static bool IsNoWord(Rune sign) => !Rune.IsLetterOrDigit(sign);
}
