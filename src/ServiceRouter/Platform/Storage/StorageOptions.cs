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

    /// <summary>Folder of the embedded database and of the service's own files.</summary>
    [Required]
    public string Directory { get; set; } = ".data";
}

/// <summary>The two databases.</summary>
public enum StorageProvider
{
    Sqlite,
    Postgres,
}

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        options.Provider == StorageProvider.Postgres && string.IsNullOrWhiteSpace(options.ConnectionString)
            ? ValidateOptionsResult.Fail("Storage:ConnectionString is empty, and Storage:Provider Postgres needs it")
            : ValidateOptionsResult.Success;
}
