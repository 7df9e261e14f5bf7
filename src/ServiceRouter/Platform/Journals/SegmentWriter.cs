using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform.Journals;

/// <summary>The segment that records are written to. Whoever calls has the turn at the disk.</summary>
internal sealed class SegmentWriter : IDisposable
{
    private readonly FileStream file;
    private readonly Action<FileStream> flush;
    private readonly ILogger log;

    private SegmentWriter(JournalSegment segment, FileStream file, Action<FileStream> flush, ILogger log) => (Segment, this.file, this.flush, this.log) = (segment, file, flush, log);

    public JournalSegment Segment { get; }

    /// <summary>Makes the file of a new segment.</summary>
    /// <exception cref="IOException">The disk refused: records in a file whose name may be lost are no promise.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static SegmentWriter Open(JournalSegment segment, Action<FileStream> flush, ILogger log)
    {
        var file = DiskFolder.Open(segment.Path, FileMode.CreateNew, FileShare.Read);
        try
        {
            DiskFolder.Sync(Path.GetDirectoryName(segment.Path)!);
            return new SegmentWriter(segment, file, flush, log);
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes records and waits for the disk once. After a failure the writer is not to be used again.</summary>
    /// <exception cref="IOException">The disk refused: none of them is promised.</exception>
    public void Append(IEnumerable<byte[]> records)
    {
        long length = 0;
        try
        {
            foreach (var record in records)
            {
                file.Write(record);
                length += record.Length;
            }
            flush(file);
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            CutOff();
            throw;
        }
        Segment.Length += length;
    }

    public void Dispose() => file.Dispose();

    // What was half written is cut off; should that fail too, it is the end of a file that is never written again: a torn record.
    private void CutOff()
    {
        try
        {
            file.SetLength(Segment.Length);
            flush(file);
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            log.LogWarning("A record that was not written could not be cut off ({Failure})", e.GetType().Name);
        }
    }
}
