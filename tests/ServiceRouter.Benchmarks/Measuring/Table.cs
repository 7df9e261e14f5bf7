using System.Globalization;

namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>Rows under their headings, aligned: words to the left, figures to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> rows = [headings];

    public void Add(params string[] cells) => rows.Add(cells);

    public async Task PrintAsync(TextWriter output)
    {
        var widths = Enumerable.Range(0, headings.Length).Select(c => rows.Max(r => c < r.Length ? r[c].Length : 0)).ToArray();
        foreach (var row in rows)
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
        await output.WriteLineAsync();
    }

    public static string Ms(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    public static string Figure(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Figure(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Interval((double Low, double High) interval) => $"{Figure(interval.Low)}-{Figure(interval.High)}";
}
