using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Storage;

/// <summary>Where rows live; section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>Sqlite (embedded, one file in <see cref="Directory"/>) or Postgres (production).</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>Npgsql connection string; needed for Postgres.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Folder of the embedded database and of the service's own files: journal, messages in hand, imported lists. In production a disk that outlives the machine.</summary>
    [Required]
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
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var failures = new List<string>();
        if (options.Provider == StorageProvider.Postgres && string.IsNullOrWhiteSpace(options.ConnectionString))
            failures.Add("Storage:ConnectionString is empty, and Storage:Provider Postgres needs it");
        if (options.PageTimeout < Shortest || options.PageTimeout > Longest)
            failures.Add($"Storage:PageTimeout is {options.PageTimeout}, and must be between {Shortest} and {Longest}");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
