namespace ServiceRouter.Platform.Journals;

/// <summary>One file of a journal: written by one process, read by one, removed when everything in it has been taken.</summary>
/// <param name="path">Where it is.</param>
/// <param name="damaged">What of it could not be read when it was found.</param>
internal sealed class JournalSegment(string path, IReadOnlyList<byte[]> damaged)
{
    public string Path => path;

    public IReadOnlyList<byte[]> Damaged => damaged;

    /// <summary>The damaged parts are on the disk beside it.</summary>
    public bool IsSetAside { get; set; } = damaged.Count == 0;

    /// <summary>Bytes on the disk.</summary>
    public long Length { get; set; }

    /// <summary>Records and damaged parts that nobody has taken yet.</summary>
    public int Left { get; set; }
}

/// <summary>A record that waits to be taken.</summary>
/// <param name="segment">Its file.</param>
/// <param name="payload">What was written; of a damaged part, all its bytes.</param>
/// <param name="isDamaged">It is no record any more, and may have been one.</param>
internal sealed class JournalEntry(JournalSegment segment, byte[] payload, bool isDamaged = false)
{
    private volatile bool isTaken;

    public JournalSegment Segment => segment;

    public byte[] Payload => payload;

    public bool IsDamaged => isDamaged;

    /// <summary>It waits no more.</summary>
    public bool IsTaken => isTaken;

    public void Taken() => isTaken = true;
}
