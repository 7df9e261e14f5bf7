namespace ServiceRouter.Routing.Spaces;

/// <summary>Which published phone numbers may be offered: never one that costs more than a normal call.</summary>
internal static class FreePhone
{
    /// <summary>The number as pairs of digits, or null: none, not a French number of ten digits, or premium.</summary>
    public static string? Offerable(string? published)
    {
        if (string.IsNullOrWhiteSpace(published))
            return null;

        string digits = string.Concat(published.Where(char.IsAsciiDigit));
        if (published.TrimStart().StartsWith("+33", StringComparison.Ordinal))
            digits = "0" + digits[2..];
        if (digits.Length != 10 || digits[0] != '0' || IsPremium(digits))
            return null;

        return string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)));
    }

    // 081, 082, 089 and their neighbours are charged; 0800 to 0805 are free (reference: arcep numbering, domain facts 3.6);
    // 0806 to 0809 cost a normal call.
    private static bool IsPremium(string digits) => digits.StartsWith("08", StringComparison.Ordinal) && digits[2] != '0';
}
