namespace ServiceRouter.Platform.Journals;

/// <summary>One file of a journal: written by one process, read by one, removed when everything in it has been taken.</summary>
internal sealed class JournalSegment(string path)
{
    public string Path => path;

    /// <summary>Bytes on the disk.</summary>
    public long Length { get; set; }

    /// <summary>Records that nobody has taken yet.</summary>
    public int Left { get; set; }
}

/// <summary>A record that waits to be taken.</summary>
internal sealed record JournalEntry(JournalSegment Segment, byte[] Payload);
