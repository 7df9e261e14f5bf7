using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform.Journals;

/// <summary>The segment that records are written to. Whoever calls has the turn at the disk.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly FileStream file;
    private readonly ILogger log;

    private SegmentWriter(JournalSegment segment, FileStream file, ILogger log) => (Segment, this.file, this.log) = (segment, file, log);

    public JournalSegment Segment { get; }

    /// <summary>Makes the file of a new segment.</summary>
    /// <exception cref="IOException">The disk refused: records in a file whose name may be lost are no promise.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static SegmentWriter Open(JournalSegment segment, ILogger log)
    {
        var file = DiskFolder.Open(segment.Path, FileMode.CreateNew, FileShare.Read);
        try
        {
            DiskFolder.Sync(Path.GetDirectoryName(segment.Path)!);
            return new SegmentWriter(segment, file, log);
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a record and waits for the disk. After a failure the writer is not to be used again.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Append(byte[] record)
    {
        try
        {
            file.Write(record);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            CutOff();
            throw;
        }
        Segment.Length += record.Length;
    }

    public void Dispose() => file.Dispose();

    // What was half written is cut off; should that fail too, it is the end of a file that is never written again: a torn record.
    private void CutOff()
    {
        try
        {
            file.SetLength(Segment.Length);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            log.LogWarning("A record that was not written could not be cut off ({Failure})", e.GetType().Name);
        }
    }
}
