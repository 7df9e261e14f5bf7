using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.Platform.Journals;

/// <summary>
/// One record of a journal: the sign RS (U+001E), "SR1 ", length and checksum of the payload in hexadecimal, the payload, a line feed.
/// The payload is one line of text without RS, so that a reader finds the next record behind a damaged one.
/// </summary>
internal static class JournalRecord
{
    private const byte Start = 0x1E;
    private const byte End = (byte)'\n';
    private const int SumLength = 16;
    private static readonly byte[] Mark = [Start, .. "SR1 "u8];

    // RS, "SR1 ", length, blank, checksum, blank.
    private static readonly int HeadLength = Mark.Length + 8 + 1 + SumLength + 1;

    /// <param name="payload">One line in UTF-8.</param>
    public static byte[] Write(ReadOnlySpan<byte> payload)
    {
        if (payload.IndexOfAny(Start, End) >= 0) throw new ArgumentException("A payload is one line without U+001E", nameof(payload));
        return [.. Mark, .. Encoding.ASCII.GetBytes($"{payload.Length:x8} {Sum(payload)} "), .. payload, End];
    }

    /// <summary>Every whole record, in order, and what is between them.</summary>
    public static SegmentReading Read(ReadOnlySpan<byte> bytes)
    {
        var (records, damaged, torn) = (new List<byte[]>(), new List<byte[]>(), false);
        while (bytes.Length > 0)
        {
            if (Payload(bytes) is { } payload)
            {
                records.Add(payload);
                bytes = bytes[Math.Min(bytes.Length, HeadLength + payload.Length + 1)..];
                continue;
            }
            var next = bytes[1..].IndexOf(Mark);
            var part = OneRecord(next < 0 ? bytes : bytes[..(next + 1)]);
            if (next < 0 && IsTorn(part)) torn = true;
            else damaged.Add(part.ToArray());
            bytes = bytes[part.Length..];
        }
        return new SegmentReading(records, damaged, torn);
    }

    private static byte[]? Payload(ReadOnlySpan<byte> bytes)
    {
        if (LengthIn(bytes) is not { } length || bytes.Length - HeadLength < length) return null;
        var payload = bytes.Slice(HeadLength, length);
        return Encoding.ASCII.GetString(bytes.Slice(HeadLength - SumLength - 1, SumLength)) == Sum(payload) ? payload.ToArray() : null;
    }

    private static int? LengthIn(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeadLength && bytes.StartsWith(Mark)
        && int.TryParse(Encoding.ASCII.GetString(bytes.Slice(Mark.Length, 8)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) && length >= 0
            ? length
            : null;

    /// <summary>
    /// Where the mark of the next record is damaged as well, two citizens' records stand in one part: each is shown to people as its own. A record ends where it says, if
    /// a line feed stands there, and otherwise at the first.
    /// </summary>
    private static ReadOnlySpan<byte> OneRecord(ReadOnlySpan<byte> part)
    {
        if (LengthIn(part) is { } length && length < part.Length - HeadLength && part[HeadLength + length] == End) return part[..(HeadLength + length + 1)];
        return part.IndexOf(End) is >= 0 and var end ? part[..(end + 1)] : part;
    }

    /// <summary>
    /// The beginning of a record and nothing after it: the process or the machine ended while it was written, so that nobody was promised
    /// anything. Some file systems leave zeros behind it. A line feed would be its end, so a part with one is damage.
    /// </summary>
    private static bool IsTorn(ReadOnlySpan<byte> part)
    {
        part = part.TrimEnd((byte)0);
        if (part.Contains(End)) return false;
        return part.Length < HeadLength ? part[..Math.Min(part.Length, Mark.Length)].SequenceEqual(Mark.AsSpan(0, Math.Min(part.Length, Mark.Length)))
            : LengthIn(part) is { } length && part.Length - HeadLength < length;
    }

    private static string Sum(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload))[..SumLength];
}

/// <summary>What a segment of a journal holds.</summary>
/// <param name="Records">Payloads of whole records, in order.</param>
/// <param name="Damaged">Bytes that are no record and were not cut short by a crash.</param>
/// <param name="Torn">The last record was cut short.</param>
internal sealed record SegmentReading(IReadOnlyList<byte[]> Records, IReadOnlyList<byte[]> Damaged, bool Torn);
