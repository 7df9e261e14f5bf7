using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Platform.Storage;

/// <summary>Chooses the database by configuration.</summary>
public static class StorageModule
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().BindConfiguration("Storage").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();

        var provider = configuration.GetValue("Storage:Provider", StorageProvider.Sqlite);
        if (provider == StorageProvider.Postgres)
        {
            services.AddPooledDbContextFactory<PostgresRouterDbContext>((sp, options) =>
                UsePostgres(options, sp.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString));
            services.AddSingleton<IDbContextFactory<RouterDbContext>, Narrowed<PostgresRouterDbContext>>();
        }
        else
        {
            services.AddPooledDbContextFactory<SqliteRouterDbContext>((sp, options) =>
                UseSqlite(options, sp.GetRequiredService<IOptions<StorageOptions>>().Value.Directory));
            services.AddSingleton<IDbContextFactory<RouterDbContext>, Narrowed<SqliteRouterDbContext>>();
        }
        services.AddSingleton(sp => new Transactions(sp.GetRequiredService<IDbContextFactory<RouterDbContext>>(), sp.GetRequiredService<WriteGate>(),
            sp.GetRequiredService<Outbox.OutboxDispatcher>(), sp.GetRequiredService<Live.LiveStreams>(), sp.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WriteGate>();
        return services;
    }

    internal static void UsePostgres(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("schema_history"))
            .UseSnakeCaseNamingConvention();

    internal static void UseSqlite(DbContextOptionsBuilder options, string directory)
    {
        System.IO.Directory.CreateDirectory(directory);
        options.UseSqlite($"Data Source={Path.Combine(directory, "service-router.db")}", sqlite => sqlite.MigrationsHistoryTable("schema_history"))
            .UseSnakeCaseNamingConvention();
    }

    /// <summary>Gives the provider's context under its common type.</summary>
    private sealed class Narrowed<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<RouterDbContext>
        where TContext : RouterDbContext
    {
        public RouterDbContext CreateDbContext() => factory.CreateDbContext();
    }
}
