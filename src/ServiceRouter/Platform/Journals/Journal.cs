using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform.Journals;

/// <summary>
/// A node's own append-only journal: a record is on the disk when <see cref="AppendAsync"/> ends. Files are rotated and bounded, read again
/// at start in the order of writing, and removed once all their records have been taken. Nothing is dropped in silence: what cannot be
/// read waits to be taken like a record, and its bytes are kept beside. A place or a file that cannot be read holds back no other
/// (docs/adr/0048).
/// </summary>
/// <param name="root">Its folder.</param>
/// <param name="segmentBytes">Bytes of one file.</param>
/// <param name="mostBytes">Bytes of all of them.</param>
/// <param name="patience">Longest wait for the disk.</param>
/// <param name="log">Hears what cannot be read.</param>
/// <param name="flush">Waits until a file is on its disk.</param>
internal sealed class Journal(string root, long segmentBytes, long mostBytes, TimeSpan patience, ILogger log, Action<FileStream>? flush = null) : IDisposable
{
    // Whoever writes, reads or removes files has the turn, and with it all that is not behind the gate.
    private readonly DiskTurn disk = new(patience);
    private readonly JournalPlaces places = new(root, log);
    private readonly List<JournalSegment> segments = [];
    private SegmentWriter? writer;

    // Never held while a disk is waited for.
    private readonly Lock gate = new();
    private readonly LinkedList<JournalEntry> waiting = new();
    private readonly List<PendingRecord> pending = [];
    private volatile bool isFull;
    private volatile int unreadable;

    /// <summary>Records that nobody has taken yet, those of each file in their order, and what of it is damaged.</summary>
    public IReadOnlyList<JournalEntry> Waiting
    {
        get { lock (gate) return [.. waiting]; }
    }

    public int Count
    {
        get { lock (gate) return waiting.Count; }
    }

    /// <summary>The last record did not fit into the bound, and no file has been taken since.</summary>
    public bool IsFull => isFull;

    /// <summary>Places and files that could not be read when they were last tried: records may wait there.</summary>
    public int Unreadable => unreadable;

    /// <summary>Writes a few bytes beside the records and removes them.</summary>
    /// <returns>How many files with damaged parts there are; they stay until somebody has looked at them and removes them.</returns>
    /// <exception cref="IOException">The disk refused or does not answer, or no place is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<int> TryDiskAsync()
    {
        using var turn = await disk.TakeAsync();
        var path = Path.Combine(OwnFolder(), "try");
        using (var tried = DiskFolder.Open(path, FileMode.Create, FileShare.None)) tried.Write("try"u8);
        File.Delete(path);
        return places.Folders.Sum(DamagedParts.FilesIn) + segments.Count(segment => !segment.IsSetAside);
    }

    /// <summary>Takes a place of its own, and those whose process is gone, with what they left; tries again what could not be read. May be called again.</summary>
    /// <returns>Records that were found.</returns>
    /// <exception cref="IOException">The disk does not answer.</exception>
    public async Task<IReadOnlyList<JournalEntry>> OpenAsync()
    {
        using var turn = await disk.TakeAsync();
        return Open();
    }

    /// <summary>
    /// Writes a record and waits for the disk. Those who wait at the same time are written and flushed together: a flush takes as long for one as for all of them, and one after
    /// the other they would each get the disk when nobody waits for them any more (docs/adr/0103).
    /// </summary>
    /// <param name="payload">One line in UTF-8.</param>
    /// <returns>The record as it waits.</returns>
    /// <exception cref="IOException">The disk refused or does not answer, or the journal is full: nothing was promised.</exception>
    public async Task<JournalEntry> AppendAsync(byte[] payload)
    {
        var own = new PendingRecord(payload);
        lock (gate) pending.Add(own);
        try
        {
            using var turn = await disk.TakeAsync();
            Write(TakePending());
        }
        catch (Exception e)
        {
            // Whoever has the turn may be at it: then it is theirs to say what became of it.
            lock (gate)
            {
                if (pending.Remove(own)) own.Failed(e);
            }
        }
        return await own.Written;
    }

    // None is left when whoever had the turn before has written them all.
    private Queue<PendingRecord> TakePending()
    {
        lock (gate)
        {
            var all = new Queue<PendingRecord>(pending);
            pending.Clear();
            return all;
        }
    }

    private void Write(Queue<PendingRecord> records)
    {
        try
        {
            if (records.Count == 0) return;
            var folder = OwnFolder();
            RemoveTaken();
            while (records.Count > 0) WriteToOneFile(folder, records);
        }
        catch (Exception e)
        {
            foreach (var record in records) record.Failed(e);
        }
    }

    private void WriteToOneFile(string folder, Queue<PendingRecord> records)
    {
        var held = segments.Sum(segment => segment.Length);
        isFull = held + records.Peek().Bytes.Length > mostBytes;
        if (isFull) throw new IOException($"The journal holds {held} bytes, and may hold {mostBytes}");
        if (writer is { } full && full.Segment.Length + records.Peek().Bytes.Length > segmentBytes) CloseWriter();
        writer ??= NewWriter(folder);
        var room = Math.Min(segmentBytes - writer.Segment.Length, mostBytes - held);
        var fitting = 1 + records.Skip(1).TakeWhile(Fits(room - records.Peek().Bytes.Length)).Count();
        try
        {
            writer.Append(records.Take(fitting).Select(record => record.Bytes));
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            CloseWriter();
            throw;
        }
        for (var written = 0; written < fitting; written++)
        {
            var record = records.Dequeue();
            lock (gate) record.IsOnDisk(Remember(new JournalEntry(writer.Segment, record.Payload)));
        }
    }

    private static Func<PendingRecord, bool> Fits(long room) => record => (room -= record.Bytes.Length) >= 0;

    /// <summary>
    /// The record is somewhere safe. Its file goes at the next act on the disk after the last one in it was taken: nobody who takes waits for a disk. A process that ends
    /// before reads it again, and what was taken is taken once.
    /// </summary>
    public void Taken(JournalEntry entry)
    {
        lock (gate)
        {
            entry.Taken();
            if (waiting.Remove(entry) && --entry.Segment.Left == 0) isFull = false;
        }
    }

    public void Dispose()
    {
        // A disk that hangs must not keep the process from ending.
        if (!disk.TryTakeForGood()) return;
        RemoveTaken();
        CloseWriter();
        places.Dispose();
        disk.Dispose();
    }

    private string OwnFolder()
    {
        if (!places.Folders.Any()) Open();
        return places.Folders.FirstOrDefault() ?? throw new IOException("No place is left for this node's journal");
    }

    private List<JournalEntry> Open()
    {
        var failed = places.Take();
        var found = places.ReadDue(Read);
        unreadable = failed + places.Unread;
        RemoveTaken();
        return found;
    }

    private List<JournalEntry> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var reading = JournalRecord.Read(bytes);
        var segment = new JournalSegment(file, reading.Damaged) { Length = bytes.Length };
        if (reading.Torn) log.LogWarning("The last record of {File} was cut short: nobody was promised anything for it", Path.GetFileName(file));
        if (reading.Damaged.Count > 0)
        {
            log.LogError("{Count} parts of {File} are damaged; they are kept in {Kept} and somebody must look at them", reading.Damaged.Count, Path.GetFileName(file), Path.GetFileName(DamagedParts.PathOf(segment)));
            TrySetAside(segment);
        }
        segments.Add(segment);
        lock (gate)
        {
            List<JournalEntry> records = [.. reading.Records.Select(payload => Remember(new JournalEntry(segment, payload)))];
            foreach (var part in reading.Damaged) Remember(new JournalEntry(segment, part, isDamaged: true));
            return records;
        }
    }

    /// <summary>Should the disk have no room for it now, the file with it stays until it has.</summary>
    private bool TrySetAside(JournalSegment segment)
    {
        if (segment.IsSetAside) return true;
        var path = DamagedParts.PathOf(segment);
        try
        {
            DamagedParts.SetAside(segment);
            places.IsUsed(path);
            return segment.IsSetAside = true;
        }
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            places.Tell(path, e);
            return false;
        }
    }

    private JournalEntry Remember(JournalEntry entry)
    {
        entry.Segment.Left++;
        waiting.AddLast(entry);
        return entry;
    }

    private SegmentWriter NewWriter(string folder)
    {
        var segment = new JournalSegment(places.NewFile(folder), []);
        // Before it is there: whatever becomes of it, its file goes with the others that nobody has to take anything from.
        segments.Add(segment);
        return SegmentWriter.Open(segment, flush ?? DiskFolder.Flush, log);
    }

    private void CloseWriter()
    {
        writer?.Dispose();
        writer = null;
    }

    // Nothing comes into a segment meanwhile: that takes the turn too.
    private void RemoveTaken()
    {
        List<JournalSegment> taken;
        lock (gate) taken = segments.FindAll(segment => segment.Left == 0);
        foreach (var segment in taken.Where(TrySetAside))
        {
            if (segment == writer?.Segment) CloseWriter();
            segments.Remove(segment);
            // Its last record may have been taken just before somebody found no room.
            isFull = false;
            try
            {
                File.Delete(segment.Path);
            }
            catch (Exception e) when (DiskFolder.IsOfDisk(e))
            {
                // It is read again at the next start, and what was taken is taken once.
                log.LogWarning("The file {File} could not be removed ({Failure})", Path.GetFileName(segment.Path), e.GetType().Name);
            }
        }
    }
}
