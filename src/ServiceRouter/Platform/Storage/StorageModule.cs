using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Storage;

/// <summary>Chooses the database by configuration.</summary>
public static class StorageModule
{
    // Of one node: enough to keep a database of many cores busy, and three nodes fit into the hundred that PostgreSQL takes by default.
    private const int Connections = 30;
    private const int SecondsToConnect = 5;
    private const int NoTimeoutIsAnEnd = -1;
    private static readonly TimeSpan LongestPauseInTransaction = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("Storage").ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();

        var provider = configuration.GetValue("Storage:Provider", StorageProvider.Sqlite);
        if (provider == StorageProvider.Postgres)
        {
            services.AddPooledDbContextFactory<PostgresRouterDbContext>((sp, options) =>
                UsePostgres(options, sp.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString));
            services.TryAddSingleton<IDbContextFactory<RouterDbContext>, Narrowed<PostgresRouterDbContext>>();
        }
        else
        {
            services.AddPooledDbContextFactory<SqliteRouterDbContext>((sp, options) =>
                UseSqlite(options, sp.GetRequiredService<IOptions<StorageOptions>>().Value.Directory));
            services.TryAddSingleton<IDbContextFactory<RouterDbContext>, Narrowed<SqliteRouterDbContext>>();
        }
        services.AddSingleton(sp => new Transactions(sp.GetRequiredService<IDbContextFactory<RouterDbContext>>(), sp.GetRequiredService<WriteGate>(),
            sp.GetRequiredService<Outbox.OutboxDispatcher>(), sp.GetRequiredService<Live.LiveStreams>(), sp.GetRequiredService<NodeParts>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<ILogger<Transactions>>()));
        services.AddSingleton<WriteGate>().AddSingleton<InTime>().AddSingleton<IPartLook, DatabaseLook>();
        services.AddSingleton<SchemaSeen>().AddSingleton<Looks.RecordLooks>();
        return services;
    }

    /// <summary><see cref="StorageOptions.Directory"/>, before there are options: while the service is composed, and for commands.</summary>
    public static string DirectoryOf(IConfiguration configuration) => configuration["Storage:Directory"] is { Length: > 0 } directory ? directory : new StorageOptions().Directory;

    internal static void UsePostgres(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(Tuned(connectionString), npgsql => npgsql.MigrationsHistoryTable("schema_history"))
            .AddInterceptors(new FewOpenings(), new FinishStatements())
            .UseSnakeCaseNamingConvention().ConfigureWarnings(RepeatedUnitsAreNoErrors);

    /// <summary>
    /// A unit whose row another writer has changed is made again: in the hours when many wait, that is everyday, and each would be an error in the log with its
    /// whole statement. <see cref="Transactions"/> says it when a unit fails for good.
    /// </summary>
    private static void RepeatedUnitsAreNoErrors(WarningsConfigurationBuilder warnings) =>
        warnings.Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug));

    /// <summary>
    /// Our statements are few and always the same: the server keeps their plans. And no unit of work leaves anything in its session, so that
    /// nothing has to be discarded between two of them. A pool of few connections that stay: the driver ends idle ones every five minutes, all at once,
    /// and whoever came next waited seconds for new ones and their plans; and two nodes with the driver's own hundred each are more than a
    /// PostgreSQL takes by default (docs/adr/0032). What the operator's connection string says otherwise (a pooler between us and the
    /// server needs Max Auto Prepare=0) counts.
    /// </summary>
    internal static string Tuned(string connectionString)
    {
        var (given, said) = Read(connectionString);
        if (!said.Contains("Max Auto Prepare")) (given.MaxAutoPrepare, given.AutoPrepareMinUsages) = (200, 2);
        if (!said.Contains("No Reset On Close")) given.NoResetOnClose = true;
        if (!said.Contains("Maximum Pool Size")) given.MaxPoolSize = Math.Max(Connections, given.MinPoolSize);
        if (!said.Contains("Minimum Pool Size")) given.MinPoolSize = Math.Min(Connections, given.MaxPoolSize);
        // An hour by default, after which all that were opened together are ended together.
        if (!said.Contains("Connection Lifetime")) given.ConnectionLifetime = 0;
        Limit(given, said);
        // With a standby named beside the server: how soon each is asked again which of them writes. Ten seconds by default.
        if (!said.Contains("Host Recheck Seconds") && HasStandby(given)) given.HostRecheckSeconds = 1;
        return given.ConnectionString;
    }

    /// <summary>The limits of <see cref="Tuned"/> alone, for the job store's own connections.</summary>
    internal static string Limited(string connectionString)
    {
        var (given, said) = Read(connectionString);
        Limit(given, said);
        return given.ConnectionString;
    }

    // ContainsKey answers whether the word is known, not whether it was said.
    private static (NpgsqlConnectionStringBuilder Given, HashSet<string> Said) Read(string connectionString)
    {
        var given = new NpgsqlConnectionStringBuilder(connectionString);
        return (given, given.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase));
    }

    private static void Limit(NpgsqlConnectionStringBuilder given, HashSet<string> said)
    {
        // Fifteen by default, once more for each cancelling: nobody who asks for a person waits that long for a server that is silent (docs/adr/0040).
        if (!said.Contains("Timeout")) given.Timeout = SecondsToConnect;
        // Asked for at each opening, and on another connection without it when the server is late with its answer. Encryption is SSL Mode.
        if (!said.Contains("GSS Encryption Mode")) given.GssEncryptionMode = GssEncryptionMode.Disable;
        // Otherwise the driver takes one connection that is late for a server that is gone, and ends all those that work: each costs the server a new process, and
        // it is late the more (docs/adr/0082).
        // With a standby named it is how the driver finds out that a server is silent, and asks the other.
        if (!said.Contains("Cancellation Timeout") && !HasStandby(given)) given.CancellationTimeout = NoTimeoutIsAnEnd;
        // A node that stands still, or whose line does, holds the rows that it was changing, and every node waits for them (docs/adr/0042).
        if (!said.Contains("Options")) given.Options = $"-c idle_in_transaction_session_timeout={LongestPauseInTransaction.TotalMilliseconds:0}";
    }

    private static bool HasStandby(NpgsqlConnectionStringBuilder given) => given.Host?.Contains(',', StringComparison.Ordinal) == true;

    internal static void UseSqlite(DbContextOptionsBuilder options, string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        options.UseSqlite($"Data Source={Path.Combine(directory, "service-router.db")}", sqlite => sqlite.MigrationsHistoryTable("schema_history"))
            .UseSnakeCaseNamingConvention().ConfigureWarnings(RepeatedUnitsAreNoErrors);
    }

    /// <summary>Lends the provider's context under its common type.</summary>
    private sealed class Narrowed<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<RouterDbContext>
        where TContext : RouterDbContext
    {
        public RouterDbContext CreateDbContext()
        {
            // At once: whoever comes here may hold the gate of all writers.
            if (Faults.ExerciseScope.IsAway(Faults.TakenAway.Database)) throw new TimeoutException("The database is away in an exercise");
            var context = factory.CreateDbContext();
            context.IsLent = true;
            return context;
        }
    }
}
