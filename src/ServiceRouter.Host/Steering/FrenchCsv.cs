using System.Buffers;
using System.Globalization;
using System.Text;

namespace ServiceRouter.Host.Steering;

/// <summary>What a French spreadsheet reads: UTF-8 with a byte order mark, semicolons, decimal commas, lines that end with CR LF.</summary>
internal static class FrenchCsv
{
    private static readonly SearchValues<char> EndsACell = SearchValues.Create(";,\t\"\r\n");

    public static CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("fr-FR");

    public static byte[] Bytes(StringBuilder text) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];

    /// <summary>A value that begins like a formula must not become one in the spreadsheet, nor what stands behind a comma or a tab in one that takes those for the end of a cell too.</summary>
    public static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        var safe = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(EndsACell) < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
