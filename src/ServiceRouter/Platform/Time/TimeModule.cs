using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Time;

/// <summary>One clock for the whole service: the database's where nodes share one, the machine's in the embedded set-up.</summary>
public static class TimeModule
{
    /// <summary>Called before all other modules, so that each gets this clock and none the machine's.</summary>
    public static IServiceCollection AddTime(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.GetValue("Storage:Provider", StorageProvider.Sqlite) == StorageProvider.Postgres)
        {
            var clock = new DatabaseClock(TimeProvider.System);
            services.AddSingleton(clock);
            services.TryAddSingleton<TimeProvider>(clock);
            services.AddSingleton<KeepTime>();
            services.AddHostedService(sp => sp.GetRequiredService<KeepTime>());
        }
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new LostTime(TimeProvider.System));
        return services;
    }

    /// <summary>Has the service's clock right before the first unit of work.</summary>
    public static Task BeginTimeAsync(this IServiceProvider services, CancellationToken ct) =>
        services.GetService<KeepTime>()?.BeginAsync(ct) ?? Task.CompletedTask;

    /// <summary>The clock of the schedule, which must also agree between nodes; a clock that a test turns does not turn it.</summary>
    internal static TimeProvider ScheduleClock(this IServiceCollection services) =>
        (TimeProvider?)services.FirstOrDefault(s => s.ServiceType == typeof(DatabaseClock))?.ImplementationInstance ?? TimeProvider.System;
}
