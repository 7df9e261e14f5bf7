using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Platform;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Steering;

/// <summary>Figures, ledger and the proof of the event log. It only reads what the others wrote.</summary>
public static class SteeringModule
{
    public static IServiceCollection AddSteering(this IServiceCollection services)
    {
        services.AddSingleton<ReadRegister>().AddSingleton<ReadFigures>().AddSingleton<ReadNow>().AddSingleton<ReadMonth>().AddSingleton<ReadIncidents>();
        services.AddSingleton<AnchorDays>().AddSingleton<ReadAnchors>().AddSingleton<VerifyAnchors>().AddSingleton<ExportLog>();
        services.AddSingleton<VerifyLog>().AddSingleton<CheckLedger>().AddSingleton(sp => new CheckNow(sp.GetRequiredService<CheckLedger>())).AddSingleton<RollUpDays>();
        services.AddSingleton<CheckAccess>().AddSingleton<ReadAccess>().AddSingleton<ReadAges>().AddSingleton<ReadLooks>();
        services.AddCountedGauge<ReadIncidents>(
            "sr.ledger.incidents.open", "Incidents of the ledger that are open; 0 is the normal state", (incidents, ct) => incidents.CountOpenAsync(ct));
        services.AddCountedGauge<ReadIncidents>(
            "sr.ledger.handoffs.missing", "Handoffs that open incidents of the ledger name; 0 is the normal state", (incidents, ct) => incidents.CountHandoffsAsync(ct));
        services.AddCountedGauge<ReadAccess>(
            "sr.access.alarms.open", "Groups that are answered later, less often or worse than all others; 0 is the normal state", (access, ct) => access.CountOpenAsync(ct));
        services.AddCountedGauge<ReadAges>("sr.ledger.check.age", "Time since the event log and the rows were compared last", (ages, ct) => ages.OfCheckAsync(ct), "s");
        services.AddCountedGauge<ReadAges>("sr.access.check.age", "Time since groups of people were compared last", (ages, ct) => ages.OfAccessCheckAsync(ct), "s");
        services.AddCountedGauge<ReadAges>("sr.anchors.age", "How long the oldest entry of the event log has waited for the anchor of its day", (ages, ct) => ages.OfAnchorsAsync(ct), "s");
        return services;
    }
}
