using System.Security.Cryptography;

namespace ServiceRouter.Handoffs;

/// <summary>
/// The receipt of a handoff: 13 random characters and a check character, written 4-3-3-4 (for example <c>K7PR-2XW-9AD-FM4H</c>).
/// 27 signs without look-alikes (no 0 O Q, 1 I, B, G, S, Z): 61.8 bits, so that it cannot be guessed without an account,
/// and short enough to be read aloud at a counter. The check character finds every single wrong sign and every swap of neighbours.
/// </summary>
public static class ReceiptCode
{
    private const string Signs = "23456789ACDEFHJKLMNPRTUVWXY";
    private const int RandomSigns = 13;

    /// <summary>Length without dashes.</summary>
    public const int Length = RandomSigns + 1;

    /// <summary>A new code without dashes, from the system's random source.</summary>
    public static string New()
    {
        var code = new string(RandomNumberGenerator.GetItems<char>(Signs, RandomSigns));
        return code + CheckSign(code);
    }

    /// <summary>Reads what a person typed or said: any case, spaces and dashes. Null when it cannot be a receipt.</summary>
    public static string? Parse(string? typed)
    {
        if (typed is null || typed.Length > 40) return null;
        var code = new string([.. typed.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
        if (code.Length != Length || code.Any(c => !Signs.Contains(c))) return null;
        return CheckSign(code[..RandomSigns]) == code[^1] ? code : null;
    }

    /// <summary>With its dashes, as printed.</summary>
    public static string Print(string code) => $"{code[..4]}-{code[4..7]}-{code[7..10]}-{code[10..]}";

    // Weights 1 and 2 and their difference are invertible modulo 27: one wrong sign or one swap always changes the sum.
    private static char CheckSign(string code)
    {
        var sum = 0;
        for (var i = 0; i < code.Length; i++) sum += Signs.IndexOf(code[i], StringComparison.Ordinal) * (i % 2 + 1);
        return Signs[sum % Signs.Length];
    }
}
