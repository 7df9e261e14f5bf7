using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform.Journals;

/// <summary>
/// A node's own append-only journal: a record is on the disk when <see cref="Append"/> returns. Files are rotated and bounded, read again
/// at start in the order of writing, and removed once all their records have been taken. Nothing is dropped in silence: what cannot be
/// read is kept beside and reported.
/// </summary>
internal sealed class Journal(string root, long segmentBytes, long mostBytes, ILogger log) : IDisposable
{
    private const string Ending = ".journal";
    private const string SetAside = ".damaged";
    private const int MostPlaces = 64;

    private readonly Lock door = new();
    private readonly List<JournalPlace> places = [];
    private readonly LinkedList<JournalEntry> waiting = new();
    private readonly List<byte[]> damaged = [];
    private FileStream? active;
    private JournalSegment? activeSegment;
    private long number;
    private long bytes;
    private volatile bool isFull;

    /// <summary>Records that nobody has taken yet, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Waiting
    {
        get { lock (door) return [.. waiting]; }
    }

    public int Count
    {
        get { lock (door) return waiting.Count; }
    }

    /// <summary>Files with what could not be read; they stay until somebody has looked at them and removes them.</summary>
    public int DamagedFiles
    {
        get { lock (door) return places.Sum(place => Directory.EnumerateFiles(place.Folder, "*" + SetAside).Count()); }
    }

    /// <summary>The last record did not fit into the bound, and nothing has been taken since.</summary>
    public bool IsFull => isFull;

    /// <summary>Writes a few bytes beside the records and removes them.</summary>
    /// <exception cref="IOException">The disk refused, or no place is left.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void TryDisk()
    {
        lock (door)
        {
            if (places.Count == 0) Open();
            if (places.Count == 0) throw new IOException("No place is left for this node's journal");
            var path = Path.Combine(places[0].Folder, "try");
            using (var tried = DiskFolder.Open(path, FileMode.Create, FileShare.None)) tried.Write("try"u8);
            File.Delete(path);
        }
    }

    /// <summary>Takes a place of its own, and those whose process is gone, with what they left. May be called again.</summary>
    /// <returns>What was found.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    public IReadOnlyList<JournalEntry> Open()
    {
        lock (door)
        {
            var found = new List<JournalEntry>();
            for (var i = 1; i <= MostPlaces; i++)
            {
                var folder = Path.Combine(root, i.ToString(CultureInfo.InvariantCulture));
                if (places.Exists(place => place.Folder == folder)) continue;
                if (places.Count > 0 && !Directory.Exists(folder)) break;
                if (JournalPlace.TryTake(folder) is not { } place) continue;
                places.Add(place);
                foreach (var file in Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal)) found.AddRange(Read(file));
            }
            return found;
        }
    }

    /// <summary>Damaged parts that were found since the last call. They are found again at each start for as long as the file with them is there.</summary>
    public IReadOnlyList<byte[]> TakeDamaged()
    {
        lock (door)
        {
            byte[][] found = [.. damaged];
            damaged.Clear();
            return found;
        }
    }

    /// <summary>Writes a record and waits for the disk.</summary>
    /// <param name="payload">One line in UTF-8.</param>
    /// <returns>The record as it waits.</returns>
    /// <exception cref="IOException">The disk refused, or the journal is full: nothing was promised.</exception>
    public JournalEntry Append(ReadOnlySpan<byte> payload)
    {
        var record = JournalRecord.Write(payload);
        lock (door)
        {
            if (places.Count == 0) Open();
            if (places.Count == 0) throw new IOException("No place is left for this node's journal");
            isFull = bytes + record.Length > mostBytes;
            if (isFull) throw new IOException($"The journal holds {bytes} bytes, and may hold {mostBytes}");
            if (activeSegment is { } full && full.Length + record.Length > segmentBytes) CloseActive();
            if (active is null) OpenSegment();
            var before = activeSegment!.Length;
            try
            {
                active!.Write(record);
                active.Flush(flushToDisk: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                GiveUp(before);
                throw;
            }
            activeSegment.Length += record.Length;
            bytes += record.Length;
            return Remember(activeSegment, payload.ToArray());
        }
    }

    /// <summary>The record is somewhere safe; its file goes when it was the last one in it.</summary>
    public void Taken(JournalEntry entry)
    {
        lock (door)
        {
            if (!waiting.Remove(entry) || --entry.Segment.Left > 0) return;
            if (entry.Segment == activeSegment) CloseActive();
            Remove(entry.Segment);
        }
    }

    public void Dispose()
    {
        lock (door)
        {
            CloseActive();
            foreach (var place in places) place.Dispose();
            places.Clear();
        }
    }

    private List<JournalEntry> Read(string file)
    {
        var reading = JournalRecord.Read(File.ReadAllBytes(file));
        var segment = new JournalSegment(file) { Length = new FileInfo(file).Length };
        bytes += segment.Length;
        if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var found)) number = Math.Max(number, found);
        if (reading.Torn) log.LogWarning("The last record of {File} was cut short: nobody was promised anything for it", Path.GetFileName(file));
        if (reading.Damaged.Count > 0)
        {
            Keep(file, reading.Damaged);
            damaged.AddRange(reading.Damaged);
            log.LogError("{Count} parts of {File} are damaged; they are kept in {Kept} and somebody must look at them", reading.Damaged.Count, Path.GetFileName(file), Path.GetFileName(file) + SetAside);
        }
        List<JournalEntry> entries = [.. reading.Records.Select(payload => Remember(segment, payload))];
        if (entries.Count == 0) Remove(segment);
        return entries;
    }

    // The same name and bytes at each reading: a second start adds nothing.
    private static void Keep(string file, IReadOnlyList<byte[]> parts)
    {
        using var kept = DiskFolder.Open(file + SetAside, FileMode.Create, FileShare.Read);
        foreach (var part in parts) kept.Write(part);
        kept.Flush(flushToDisk: true);
        DiskFolder.Sync(Path.GetDirectoryName(file)!);
    }

    private JournalEntry Remember(JournalSegment segment, byte[] payload)
    {
        var entry = new JournalEntry(segment, payload);
        segment.Left++;
        waiting.AddLast(entry);
        return entry;
    }

    private void OpenSegment()
    {
        var folder = places[0].Folder;
        var path = Path.Combine(folder, (++number).ToString("D12", CultureInfo.InvariantCulture) + Ending);
        active = DiskFolder.Open(path, FileMode.CreateNew, FileShare.Read);
        activeSegment = new JournalSegment(path);
        DiskFolder.Sync(folder);
    }

    private void CloseActive()
    {
        active?.Dispose();
        (active, activeSegment) = (null, null);
    }

    // What was half written is cut off; should that fail too, it is the end of a file that is never written again: a torn record.
    private void GiveUp(long before)
    {
        var segment = activeSegment!;
        try
        {
            active!.SetLength(before);
            active.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("A record that was not written could not be cut off ({Failure})", e.GetType().Name);
        }
        CloseActive();
        if (segment.Left == 0) Remove(segment);
    }

    private void Remove(JournalSegment segment)
    {
        bytes -= segment.Length;
        isFull = false;
        try
        {
            File.Delete(segment.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is read again at the next start, and what was taken is taken once.
            log.LogWarning("The file {File} could not be removed ({Failure})", Path.GetFileName(segment.Path), e.GetType().Name);
        }
    }
}
