using System.Globalization;

namespace ServiceRouter.Routing.Spaces;

/// <summary>The one imported list in the storage directory: <c>spaces/france-services-YYYY-MM-DD.csv</c>.</summary>
public static class ImportedList
{
    private const string Pattern = "france-services-*.csv";

    /// <summary>The imported list, or null when there is none.</summary>
    public static string? Find(string storageDirectory)
    {
        var folder = new DirectoryInfo(FolderIn(storageDirectory));
        return folder.Exists
            ? folder.EnumerateFiles(Pattern).OrderByDescending(file => file.LastWriteTimeUtc).FirstOrDefault()?.FullName
            : null;
    }

    /// <summary>Copies a checked list into the storage directory, where it replaces the one before. Takes effect at the next start.</summary>
    /// <returns>Path of the copy.</returns>
    public static string Put(string storageDirectory, string file, DateOnly listDate)
    {
        string folder = FolderIn(storageDirectory);
        Directory.CreateDirectory(folder);
        string target = Path.Combine(folder, $"france-services-{listDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.csv");

        // Written aside, then moved: a start in between never sees half a list.
        string aside = target + ".new";
        File.WriteAllBytes(aside, File.ReadAllBytes(file));
        File.Move(aside, target, overwrite: true);
        foreach (string old in Directory.EnumerateFiles(folder, Pattern).Where(other => Path.GetFullPath(other) != Path.GetFullPath(target)))
            File.Delete(old);
        return target;
    }

    private static string FolderIn(string storageDirectory) => Path.Combine(storageDirectory, "spaces");
}
