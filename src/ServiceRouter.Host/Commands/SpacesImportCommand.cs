using System.Globalization;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run spaces import FILE [--date YYYY-MM-DD] [--Storage:Directory DIR]</c>: checks a newer list and keeps it for the next start.</summary>
internal static class SpacesImportCommand
{
    private const string Usage = "usage: ./run spaces import FILE [--date YYYY-MM-DD] [--Storage:Directory DIR]";

    /// <summary>What was imported goes to <paramref name="output"/>, what was left out and why to <paramref name="log"/>.</summary>
    /// <param name="args">What follows the words <c>spaces import</c>.</param>
    /// <returns>0; 1 when the file is no list of spaces or cannot be kept; 2 when the command is not understood.</returns>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter log)
    {
        var (words, options) = Split(args);
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. options]).Build();
        if (words is not [var file] || !TryDate(settings["date"], out var date))
        {
            await log.WriteLineAsync(Usage);
            return 2;
        }

        await log.WriteLineAsync($"reading {file}");
        var reading = SpacesFile.Read(file, date);
        if (reading.Refusal is { } refusal)
        {
            await log.WriteLineAsync($"{file} is not imported: {refusal}");
            return 1;
        }

        foreach (string column in reading.MissingColumns)
            await log.WriteLineAsync($"the list has no column {column}: it is treated as empty");
        foreach (var problem in reading.Problems)
            await log.WriteLineAsync($"{file}:{problem.Line}: {problem.Reason}; the row is left out");

        return await KeepAsync(file, reading, StorageModule.DirectoryOf(settings), output, log);
    }

    private static async Task<int> KeepAsync(string file, SpacesReading reading, string storage, TextWriter output, TextWriter log)
    {
        try
        {
            string kept = ImportedList.Put(storage, file, reading.ListDate);
            await log.WriteLineAsync($"kept as {kept}: the next start uses it");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await log.WriteLineAsync($"{file} is not imported: {unwritable.Message}");
            return 1;
        }

        int departments = reading.Spaces.Select(space => space.Department).Distinct().Count();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{reading.Spaces.Count} spaces in {departments} départements, list of {reading.ListDate:yyyy-MM-dd}, {reading.Problems.Count} rows left out"));
        return 0;
    }

    // Trap: the command line reader of .NET takes a path that begins with / for the name of a setting, so it only sees the options.
    private static (List<string> Words, List<string> Options) Split(string[] args)
    {
        var words = new List<string>();
        var options = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            bool isOption = args[i].StartsWith("--", StringComparison.Ordinal);
            (isOption ? options : words).Add(args[i]);
            if (isOption && !args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Length)
                options.Add(args[++i]);
        }

        return (words, options);
    }

    private static bool TryDate(string? text, out DateOnly? date)
    {
        date = null;
        if (text is null)
            return true;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given))
            return false;
        date = given;
        return true;
    }
}
