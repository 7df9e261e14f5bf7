using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Platform.Journals;

/// <summary>
/// The folders of a journal that this process holds: one of its own to write in, and those whose process is gone; and their files that are still to be read.
/// One that cannot be used holds back no other, and is tried again (docs/adr/0048). Whoever calls has the turn at the disk.
/// </summary>
/// <param name="root">What they are in.</param>
/// <param name="log">Says once what cannot be used.</param>
internal sealed class JournalPlaces(string root, ILogger log) : IDisposable
{
    private const string Ending = ".journal";
    private const int Most = 64;

    private readonly List<JournalPlace> places = [];
    private readonly List<UnreadFile> unread = [];
    private readonly HashSet<string> told = [];
    private long number;

    public IEnumerable<string> Folders => places.Select(place => place.Folder);

    /// <summary>How many files are still to be read.</summary>
    public int Unread => unread.Count;

    /// <summary>A file that is not there yet, in one of the folders.</summary>
    public string NewFile(string folder) => Path.Combine(folder, (++number).ToString("D12", CultureInfo.InvariantCulture) + Ending);

    /// <summary>Takes what is free, of this process or of one that is gone.</summary>
    /// <returns>How many could not be looked into.</returns>
    public int Take()
    {
        var failed = 0;
        for (var i = 1; i <= Most; i++)
        {
            var folder = Path.Combine(root, i.ToString(CultureInfo.InvariantCulture));
            if (places.Exists(place => place.Folder == folder)) continue;
            var isThere = Directory.Exists(folder);
            if (places.Count > 0 && !isThere) break;
            try
            {
                Take(folder);
                IsUsed(folder);
            }
            catch (Exception e) when (DiskFolder.IsOfDisk(e))
            {
                failed++;
                Tell(folder, e);
                // No other can be made beside it either.
                if (!isThere) break;
            }
        }
        return failed;
    }

    /// <summary>Reads the files that are due; what cannot be read is due again later.</summary>
    public List<T> ReadDue<T>(Func<string, IEnumerable<T>> read)
    {
        var found = new List<T>();
        foreach (var file in unread.Where(file => file.IsDue()).ToList())
        {
            try
            {
                found.AddRange(read(file.Path));
                Forget(file);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // Somebody has removed it.
                Forget(file);
            }
            catch (Exception e) when (DiskFolder.IsOfDisk(e))
            {
                file.Failed();
                Tell(file.Path, e);
            }
        }
        return found;
    }

    /// <summary>Says once that it cannot be used.</summary>
    public void Tell(string path, Exception failure)
    {
        if (told.Add(path)) log.LogError("{Path} of the journal cannot be used ({Failure}); what waits there waits, and it is tried again", Path.GetRelativePath(root, path), failure.GetType().Name);
    }

    /// <summary>Should it fail again, that is told again.</summary>
    public void IsUsed(string path) => told.Remove(path);

    public void Dispose()
    {
        foreach (var place in places) place.Dispose();
        places.Clear();
    }

    private void Take(string folder)
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
        catch (Exception e) when (DiskFolder.IsOfDisk(e))
        {
            place.Dispose();
            throw;
        }
    }

    private void Forget(UnreadFile file)
    {
        unread.Remove(file);
        IsUsed(file.Path);
    }
}
