using Microsoft.Extensions.Options;
using Npgsql;

namespace ServiceRouter.Platform.Storage;

/// <summary>Where rows live; section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Sqlite (embedded, one file in <see cref="Directory"/>) or Postgres (production).</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Npgsql connection string; needed for Postgres.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Folder of the embedded database and of the service's own files: journal, messages in hand, imported lists. In production a disk that outlives the machine.</summary>
    public string Directory { get; set; } = ".data";

    /// <summary>Longest wait of a page for the database before it says that it does not answer, 100 ms to 30 s.</summary>
    public TimeSpan PageTimeout { get; set; } = TimeSpan.FromSeconds(1.5);
}

/// <summary>The two databases.</summary>
public enum StorageProvider
{
    Sqlite,
    Postgres,
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var faults = new SectionFaults("Storage");
        if (options.Provider == StorageProvider.Postgres && string.IsNullOrWhiteSpace(options.ConnectionString))
            faults.Add("Storage:ConnectionString is empty, and Storage:Provider Postgres needs it");
        else if (options.Provider == StorageProvider.Postgres && FaultOf(options.ConnectionString) is { } fault) faults.Add($"Storage:ConnectionString cannot be read: {fault}");
        if (string.IsNullOrWhiteSpace(options.Directory)) faults.Add("Storage:Directory is empty, and the service needs a folder of its own");
        faults.Within(nameof(options.PageTimeout), options.PageTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(30));
        return faults.Result;
    }

    // Names what is wrong, and never a value: one of them is the password.
    private static string? FaultOf(string connectionString)
    {
        try
        {
            var read = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connectionString };
            var known = new NpgsqlConnectionStringBuilder();
            foreach (string name in read.Keys)
            {
                try
                {
                    known[name] = read[name];
                }
                catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
                {
                    return known.ContainsKey(name) ? $"the value of '{name}' is none of those that it may have" : $"it has no '{name}': is it misspelt?";
                }
            }
            return null;
        }
        catch (ArgumentException)
        {
            return "it is no list of name=value with ';' between";
        }
    }
}
