using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ServiceRouter.Platform.Storage;

/// <summary>The embedded database: one file. Its migrations are under Platform/Storage/Migrations/Sqlite.</summary>
public sealed class SqliteRouterDbContext(DbContextOptions<SqliteRouterDbContext> options) : RouterDbContext(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // SQLite has no date type and cannot order text dates with offsets: whole microseconds since 1970, PostgreSQL's precision.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
    }

    /// <summary>How many of what a column holds are a second.</summary>
    internal const long InSecond = 1_000_000;

    /// <summary>A time as its column holds it.</summary>
    internal static long Stored(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private sealed class MicrosecondsConverter() : ValueConverter<DateTimeOffset, long>(
        at => Stored(at),
        us => DateTimeOffset.UnixEpoch.AddTicks(us * TimeSpan.TicksPerMicrosecond));
}
