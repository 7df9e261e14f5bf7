using System.Security.Cryptography;

namespace ServiceRouter.Platform.Journals;

/// <summary>Bytes of a segment that are no records, in a file beside it that stays until somebody has looked at it and removes it.</summary>
internal static class DamagedParts
{
    private const string Ending = ".damaged";
    private const int DigestLength = 12;

    /// <summary>
    /// The same for the same bytes, so that a second start adds nothing; another for others, since the names of segments begin anew in an empty folder.
    /// </summary>
    public static string PathOf(JournalSegment segment) => $"{segment.Path}.{Convert.ToHexStringLower(SHA256.HashData(Bytes(segment)))[..DigestLength]}{Ending}";

    /// <summary>Writes them and waits for the disk.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static void SetAside(JournalSegment segment)
    {
        var path = PathOf(segment);
        using var kept = DiskFolder.Open(path, FileMode.Create, FileShare.Read);
        kept.Write(Bytes(segment));
        DiskFolder.Flush(kept);
        DiskFolder.Sync(Path.GetDirectoryName(path)!);
    }

    /// <summary>How many files there are in a folder.</summary>
    public static int FilesIn(string folder) => Directory.EnumerateFiles(folder, "*" + Ending).Count();

    private static byte[] Bytes(JournalSegment segment) => [.. segment.Damaged.SelectMany(part => part)];
}
