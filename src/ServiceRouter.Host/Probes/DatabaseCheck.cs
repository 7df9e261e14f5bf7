using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Probes;

/// <summary>The database answers, and it is at this version. Its words never hold a connection string.</summary>
internal sealed class DatabaseCheck(IDbContextFactory<RouterDbContext> contexts) : IHealthCheck
{
    public const string Name = "database";
    public const string Migrations = "migrations";

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.Database.CanConnectAsync(cancellationToken)) return Say(HealthStatus.Unhealthy, "unreachable", "unknown");
            var pending = await db.Database.GetPendingMigrationsAsync(cancellationToken);
            return pending.Any() ? Say(HealthStatus.Unhealthy, "reachable", "pending") : Say(HealthStatus.Healthy, "reachable", "applied");
        }
        catch (Exception)
        {
            // Whatever failed, also the time limit: the operator gets one word, and the log of the storage has the rest.
            return Say(HealthStatus.Unhealthy, "unreachable", "unknown");
        }
    }

    private static HealthCheckResult Say(HealthStatus status, string database, string migrations) =>
        new(status, database, data: new Dictionary<string, object> { [Migrations] = migrations });
}
