using Microsoft.Extensions.Diagnostics.HealthChecks;
using ServiceRouter.Platform.Bus;

namespace ServiceRouter.Host.Probes;

/// <summary>The readiness in words, each from a fixed list: nothing of an exception reaches the caller.</summary>
internal sealed record ReadyAnswer(string Status, string Database, string Migrations, string Bus)
{
    public static ReadyAnswer Of(HealthReport report)
    {
        var database = report.Entries[DatabaseCheck.Name];
        return new ReadyAnswer(
            report.Status switch { HealthStatus.Healthy => "ready", HealthStatus.Degraded => "degraded", _ => "not ready" },
            database.Description is "reachable" ? "reachable" : "unreachable",
            database.Data.TryGetValue(DatabaseCheck.Migrations, out var migrations) ? (string)migrations : "unknown",
            report.Entries[BusModule.HealthCheck].Status == HealthStatus.Healthy ? "connected" : "not connected");
    }
}
