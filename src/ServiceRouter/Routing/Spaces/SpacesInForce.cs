using Microsoft.Extensions.Logging;

namespace ServiceRouter.Routing.Spaces;

/// <summary>Chooses the list to start with: the configured one, else the last one imported, else the one shipped with the service.</summary>
internal sealed class SpacesInForce(ILogger<SpacesInForce> log)
{
    private static readonly string ShippedFolder = Path.Combine(AppContext.BaseDirectory, "flows", "spaces");

    /// <summary>Path of the list shipped with the service.</summary>
    public static string ShippedFile => Directory.EnumerateFiles(ShippedFolder, "france-services-*.csv").Max(StringComparer.Ordinal)
        ?? throw new FileNotFoundException("the list of spaces is not with the service", ShippedFolder);

    public SpaceDirectory Load(string? configuredFile, string storageDirectory)
    {
        foreach (string? file in (string?[])[configuredFile, ImportedList.Find(storageDirectory), ShippedFile])
        {
            if (file is null)
                continue;

            var reading = SpacesFile.Read(file);
            if (reading.Refusal is null)
                return InForce(file, reading);

            // A damaged import must not take the addresses away from the citizen: the next list in line is better than none.
            log.LogError("List of spaces {File} is not used: {Refusal}", Path.GetFileName(file), reading.Refusal);
        }

        throw new InvalidDataException("no list of spaces can be read");
    }

    private SpaceDirectory InForce(string file, SpacesReading reading)
    {
        log.LogInformation(
            "{Spaces} spaces of {ListDate} from {File}, {Problems} rows left out",
            reading.Spaces.Count, reading.ListDate, Path.GetFileName(file), reading.Problems.Count);
        return new SpaceDirectory(reading);
    }
}
