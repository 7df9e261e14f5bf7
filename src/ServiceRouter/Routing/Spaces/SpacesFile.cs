using System.Text;

namespace ServiceRouter.Routing.Spaces;

/// <summary>A list of spaces on disk.</summary>
public static class SpacesFile
{
    // The real list has 1.2 MB. Something fifty times as long is another file.
    private const long MaxBytes = 60_000_000;

    /// <summary>Reads and checks a list (CSV, UTF-8). What is wrong with it is in the result, never an exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="date">Date of the list; null: from the file name, else the newest label date in it.</param>
    public static SpacesReading Read(string path, DateOnly? date = null)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
                return SpacesReading.Refused($"the file is larger than {MaxBytes / 1_000_000} MB");

            string text = File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return SpacesCsv.Read(text, date ?? ListDate.InName(Path.GetFileName(path)));
        }
        catch (DecoderFallbackException)
        {
            return SpacesReading.Refused("the file is not text in UTF-8");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return SpacesReading.Refused($"the file cannot be read: {unreadable.Message}");
        }
    }
}
