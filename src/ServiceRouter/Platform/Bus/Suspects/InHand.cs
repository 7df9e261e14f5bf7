using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ServiceRouter.Platform.Journals;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>
/// The ids of the messages that this process is handling, in a file of its node: they stay there when the process ends before they are done, and the next life
/// finds them. Written and not synced: what was written outlives the process, and the end of a machine is no message's fault.
/// </summary>
internal sealed class InHand(string root, ILogger log) : IDisposable
{
    /// <summary>More at once than a node handles; what finds no room is not written down.</summary>
    public const int Rooms = 512;

    private const int RoomBytes = 16;
    private const int MostPlaces = 64;
    private const string FileName = "messages";

    private readonly Lock gate = new();
    private readonly Stack<int> free = new();
    private readonly HashSet<int> used = [];
    private readonly List<int> found = [];
    private JournalPlace? place;
    private SafeFileHandle? file;

    /// <summary>Takes a file that no living process has. Without one nothing is written down, and nothing else is different.</summary>
    /// <returns>What its former owner was handling when it ended, each once.</returns>
    public IReadOnlyList<Guid> Open()
    {
        lock (gate)
        {
            try
            {
                place = TakeFirst();
                if (place is null) return [];
                file = File.OpenHandle(Path.Combine(place.Folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite);
                var written = new byte[Rooms * RoomBytes];
                RandomAccess.Read(file, written, 0);
                // The rest of it, if it is new: a disk that is full later has this room all the same.
                RandomAccess.Write(file, written, 0);
                var ids = new HashSet<Guid>();
                for (var room = Rooms - 1; room >= 0; room--)
                {
                    var id = new Guid(written.AsSpan(room * RoomBytes, RoomBytes));
                    if (id == Guid.Empty)
                    {
                        free.Push(room);
                        continue;
                    }
                    found.Add(room);
                    ids.Add(id);
                }
                return [.. ids];
            }
            catch (Exception e) when (DiskFolder.IsOfDisk(e))
            {
                log.LogWarning("Messages in hand cannot be written down ({Failure}): of what ends the process only the broker counts how often", e.GetType().Name);
                Close();
                return [];
            }
        }
    }

    /// <summary>What was found is noted elsewhere: its rooms are free.</summary>
    public void Forget()
    {
        lock (gate)
        {
            foreach (var room in found)
                if (TryWrite(room, Guid.Empty)) free.Push(room);
            found.Clear();
        }
    }

    /// <summary>In hand until it is disposed; a message without an id is not written down.</summary>
    public Mark Take(Guid id)
    {
        lock (gate)
        {
            if (id == Guid.Empty || !free.TryPop(out var room)) return default;
            if (!TryWrite(room, id)) return default;
            used.Add(room);
            return new Mark(this, room);
        }
    }

    /// <summary>An end in order: what is not done goes back to its queue without a mark.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var room in used) TryWrite(room, Guid.Empty);
            Close();
        }
    }

    /// <summary>One that cannot be used is passed over.</summary>
    private JournalPlace? TakeFirst()
    {
        Exception? failure = null;
        for (var i = 1; i <= MostPlaces; i++)
        {
            try
            {
                if (JournalPlace.TryTake(Path.Combine(root, i.ToString(CultureInfo.InvariantCulture))) is { } free) return free;
            }
            catch (Exception e) when (DiskFolder.IsOfDisk(e))
            {
                failure = e;
            }
        }
        return failure is null ? null : throw failure;
    }

    private void PutDown(int room)
    {
        lock (gate)
        {
            if (used.Remove(room) && TryWrite(room, Guid.Empty)) free.Push(room);
        }
    }

    private bool TryWrite(int room, Guid id)
    {
        if (file is null) return false;
        try
        {
            RandomAccess.Write(file, id.ToByteArray(), (long)room * RoomBytes);
            return true;
        }
        catch (IOException)
        {
            // The room is given up: what stands in it now may be anything.
            return false;
        }
    }

    private void Close()
    {
        file?.Dispose();
        place?.Dispose();
        (file, place) = (null, null);
        free.Clear();
        used.Clear();
    }

    /// <summary>A message in hand; of none, when there was no room.</summary>
    internal readonly struct Mark(InHand of, int room) : IDisposable
    {
        public void Dispose() => of?.PutDown(room);
    }
}
