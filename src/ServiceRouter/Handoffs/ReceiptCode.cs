using System.Security.Cryptography;

namespace ServiceRouter.Handoffs;

/// <summary>
/// The receipt of a handoff: 10 random signs, 3 that prove where they come from (<see cref="ReceiptSeal"/>) and a check sign, written 4-3-3-4
/// (for example <c>K7PR-2XW-9AD-FM47</c>). 27 signs without look-alikes (no 0 O Q, 1 I, B, G, S, Z), short enough to be read aloud at a counter;
/// how hard it is to guess is counted in docs/adr/0014. The check sign finds every single wrong sign and every swap of neighbours.
/// </summary>
public static class ReceiptCode
{
    private const string Signs = "23456789ACDEFHJKLMNPRTUVWXY";
    private const int RandomSigns = 10;
    private const int ProofSigns = 3;
    private const int CheckedSigns = RandomSigns + ProofSigns;

    /// <summary>Length without dashes.</summary>
    public const int Length = CheckedSigns + 1;

    /// <summary>A new code without dashes, from the system's random source.</summary>
    /// <param name="proof">A number that only we can compute from the random signs.</param>
    internal static string New(Func<string, ulong> proof)
    {
        var random = new string(RandomNumberGenerator.GetItems<char>(Signs, RandomSigns));
        var code = random + ProofOf(proof(random));
        return code + CheckSign(code);
    }

    /// <summary>The signs that were drawn, of a code that <see cref="Parse"/> has read.</summary>
    internal static string RandomPart(string code) => code[..RandomSigns];

    /// <summary>The signs that prove them.</summary>
    internal static string ProofPart(string code) => code[RandomSigns..CheckedSigns];

    /// <summary>As many signs as stand in a code; the remainder favours no sign by more than 2^-49.</summary>
    internal static string ProofOf(ulong number)
    {
        Span<char> signs = stackalloc char[ProofSigns];
        for (var i = 0; i < signs.Length; i++)
        {
            signs[i] = Signs[(int)(number % (ulong)Signs.Length)];
            number /= (ulong)Signs.Length;
        }
        return new string(signs);
    }

    /// <summary>Reads what a person typed or said: any case, spaces and dashes. Null when it cannot be a receipt.</summary>
    public static string? Parse(string? typed)
    {
        if (typed is null || typed.Length > 40) return null;
        var code = new string([.. typed.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
        if (code.Length != Length || code.Any(c => !Signs.Contains(c))) return null;
        return CheckSign(code[..CheckedSigns]) == code[^1] ? code : null;
    }

    /// <summary>With its dashes, as printed; what is no code, because somebody wrote it into the database, as it is.</summary>
    public static string Print(string code) => code.Length == Length ? $"{code[..4]}-{code[4..7]}-{code[7..10]}-{code[10..]}" : code;

    // Weights 1 and 2 and their difference are invertible modulo 27: one wrong sign or one swap always changes the sum.
    private static char CheckSign(string code)
    {
        var sum = 0;
        for (var i = 0; i < code.Length; i++) sum += Signs.IndexOf(code[i], StringComparison.Ordinal) * (i % 2 + 1);
        return Signs[sum % Signs.Length];
    }
}
