using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform.Journals;

/// <summary>
/// A node's own append-only journal: a record is on the disk when <see cref="AppendAsync"/> ends. Files are rotated and bounded, read again
/// at start in the order of writing, and removed once all their records have been taken. Nothing is dropped in silence: what cannot be
/// read waits to be taken like a record, and its bytes are kept beside. A place or a file that cannot be read holds back no other
/// (docs/adr/0048).
/// </summary>
internal sealed class Journal(string root, long segmentBytes, long mostBytes, TimeSpan patience, ILogger log) : IDisposable
{
    private const string Ending = ".journal";
    private const int MostPlaces = 64;

    // Whoever writes, reads or removes files has the turn, and with it all that is not behind the door.
    private readonly DiskTurn disk = new(patience);
    private readonly List<JournalPlace> places = [];
    private readonly List<JournalSegment> segments = [];
    private readonly List<UnreadFile> unread = [];
    private readonly HashSet<string> told = [];
    private FileStream? active;
    private JournalSegment? activeSegment;
    private long number;

    // Never held while a disk is waited for.
    private readonly Lock door = new();
    private readonly LinkedList<JournalEntry> waiting = new();
    private volatile bool isFull;
    private volatile int unreadable;

    /// <summary>Records that nobody has taken yet, those of each file in their order, and what of it is damaged.</summary>
    public IReadOnlyList<JournalEntry> Waiting
    {
        get { lock (door) return [.. waiting]; }
    }

    public int Count
    {
        get { lock (door) return waiting.Count; }
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
        var path = Path.Combine(OwnPlace().Folder, "try");
        using (var tried = DiskFolder.Open(path, FileMode.Create, FileShare.None)) tried.Write("try"u8);
        File.Delete(path);
        return places.Sum(place => DamagedParts.FilesIn(place.Folder)) + segments.Count(segment => !segment.IsSetAside);
    }

    /// <summary>Takes a place of its own, and those whose process is gone, with what they left; tries again what could not be read. May be called again.</summary>
    /// <returns>Records that were found.</returns>
    /// <exception cref="IOException">The disk does not answer.</exception>
    public async Task<IReadOnlyList<JournalEntry>> OpenAsync()
    {
        using var turn = await disk.TakeAsync();
        return Open();
    }

    /// <summary>Writes a record and waits for the disk.</summary>
    /// <param name="payload">One line in UTF-8.</param>
    /// <returns>The record as it waits.</returns>
    /// <exception cref="IOException">The disk refused or does not answer, or the journal is full: nothing was promised.</exception>
    public async Task<JournalEntry> AppendAsync(byte[] payload)
    {
        var record = JournalRecord.Write(payload);
        using var turn = await disk.TakeAsync();
        var place = OwnPlace();
        RemoveTaken();
        var held = segments.Sum(segment => segment.Length);
        isFull = held + record.Length > mostBytes;
        if (isFull) throw new IOException($"The journal holds {held} bytes, and may hold {mostBytes}");
        if (activeSegment is { } full && full.Length + record.Length > segmentBytes) CloseActive();
        if (active is null) OpenSegment(place.Folder);
        var before = activeSegment!.Length;
        try
        {
            active!.Write(record);
            active.Flush(flushToDisk: true);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            GiveUp(before);
            throw;
        }
        activeSegment.Length += record.Length;
        lock (door) return Remember(new JournalEntry(activeSegment, payload));
    }

    /// <summary>
    /// The record is somewhere safe. Its file goes at the next act on the disk after the last one in it was taken: nobody who takes waits for a disk. A process that ends
    /// before reads it again, and what was taken is taken once.
    /// </summary>
    public void Taken(JournalEntry entry)
    {
        lock (door)
        {
            if (waiting.Remove(entry) && --entry.Segment.Left == 0) isFull = false;
        }
    }

    public void Dispose()
    {
        // A disk that hangs must not keep the process from ending.
        if (!disk.TryTakeForGood()) return;
        RemoveTaken();
        CloseActive();
        foreach (var place in places) place.Dispose();
        places.Clear();
        disk.Dispose();
    }

    private JournalPlace OwnPlace()
    {
        if (places.Count == 0) Open();
        return places.Count > 0 ? places[0] : throw new IOException("No place is left for this node's journal");
    }

    private List<JournalEntry> Open()
    {
        var failedPlaces = TakePlaces();
        var found = new List<JournalEntry>();
        foreach (var file in unread.Where(file => file.IsDue()).ToList())
        {
            try
            {
                found.AddRange(Read(file.Path));
                Forget(file);
            }
            catch (FileNotFoundException)
            {
                // Somebody has removed it.
                Forget(file);
            }
            catch (Exception e) when (IsOfDisk(e))
            {
                file.Failed();
                Tell(file.Path, e);
            }
        }
        unreadable = failedPlaces + unread.Count;
        RemoveTaken();
        return found;
    }

    /// <returns>How many could not be looked into.</returns>
    private int TakePlaces()
    {
        var failed = 0;
        for (var i = 1; i <= MostPlaces; i++)
        {
            var folder = Path.Combine(root, i.ToString(CultureInfo.InvariantCulture));
            if (places.Exists(place => place.Folder == folder)) continue;
            var isThere = Directory.Exists(folder);
            if (places.Count > 0 && !isThere) break;
            try
            {
                TakePlace(folder);
                told.Remove(folder);
            }
            catch (Exception e) when (IsOfDisk(e))
            {
                failed++;
                Tell(folder, e);
                // No other can be made beside it either.
                if (!isThere) break;
            }
        }
        return failed;
    }

    private void TakePlace(string folder)
    {
        if (JournalPlace.TryTake(folder) is not { } place) return;
        try
        {
            string[] files = [.. Directory.EnumerateFiles(folder, "*" + Ending).Order(StringComparer.Ordinal)];
            // Of all names before any file is read: what cannot be read has its number all the same.
            foreach (var file in files)
                if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var used)) number = Math.Max(number, used);
            unread.AddRange(files.Select(file => new UnreadFile(file)));
            places.Add(place);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            place.Dispose();
            throw;
        }
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
        lock (door)
        {
            List<JournalEntry> records = [.. reading.Records.Select(payload => Remember(new JournalEntry(segment, payload)))];
            foreach (var part in reading.Damaged) Remember(new JournalEntry(segment, part, IsDamaged: true));
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
            told.Remove(path);
            return segment.IsSetAside = true;
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            Tell(path, e);
            return false;
        }
    }

    private JournalEntry Remember(JournalEntry entry)
    {
        entry.Segment.Left++;
        waiting.AddLast(entry);
        return entry;
    }

    private void OpenSegment(string folder)
    {
        var path = Path.Combine(folder, (++number).ToString("D12", CultureInfo.InvariantCulture) + Ending);
        active = DiskFolder.Open(path, FileMode.CreateNew, FileShare.Read);
        segments.Add(activeSegment = new JournalSegment(path, []));
        try
        {
            DiskFolder.Sync(folder);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            // Records in a file whose name may be lost are no promise.
            CloseActive();
            throw;
        }
    }

    private void CloseActive()
    {
        active?.Dispose();
        (active, activeSegment) = (null, null);
    }

    // What was half written is cut off; should that fail too, it is the end of a file that is never written again: a torn record.
    private void GiveUp(long before)
    {
        try
        {
            active!.SetLength(before);
            active.Flush(flushToDisk: true);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            log.LogWarning("A record that was not written could not be cut off ({Failure})", e.GetType().Name);
        }
        CloseActive();
    }

    // Nothing comes into a segment meanwhile: that takes the turn too.
    private void RemoveTaken()
    {
        List<JournalSegment> taken;
        lock (door) taken = segments.FindAll(segment => segment.Left == 0);
        foreach (var segment in taken.Where(TrySetAside))
        {
            if (segment == activeSegment) CloseActive();
            segments.Remove(segment);
            try
            {
                File.Delete(segment.Path);
            }
            catch (Exception e) when (IsOfDisk(e))
            {
                // It is read again at the next start, and what was taken is taken once.
                log.LogWarning("The file {File} could not be removed ({Failure})", Path.GetFileName(segment.Path), e.GetType().Name);
            }
        }
    }

    private void Forget(UnreadFile file)
    {
        unread.Remove(file);
        told.Remove(file.Path);
    }

    private void Tell(string path, Exception failure)
    {
        if (told.Add(path)) log.LogError("{Path} of the journal cannot be used ({Failure}); what waits there waits, and it is tried again", Path.GetRelativePath(root, path), failure.GetType().Name);
    }

    private static bool IsOfDisk(Exception failure) => failure is IOException or UnauthorizedAccessException;
}
