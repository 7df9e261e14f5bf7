using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;
using ServiceRouter.Retention;
using ServiceRouter.Satisfaction;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Platform.Jobs;

/// <summary>
/// The jobs of the nodes with that role. Each looks at rows and does what their state asks for, so that a job may run twice, late or on
/// another node (docs/adr/0008).
/// </summary>
public static class JobsModule
{
    /// <summary>File of the schedule in the embedded set-up: apart from the rows, so that no job waits for a citizen's write or makes it wait.</summary>
    private const string EmbeddedFile = "jobs.db";

    /// <summary>What looks back over a week leaves the first seconds of a node to the people who wait.</summary>
    private static readonly TimeSpan FirstComesPeople = TimeSpan.FromSeconds(30);

    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration, Roles roles)
    {
        services.AddOptions<JobsOptions>().BindConfiguration("Jobs", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<JobsOptions>, JobsOptionsValidator>();
        services.AddSingleton<EraseWords>().AddSingleton<DropTraces>().AddSingleton<ReadOverdue>();
        services.AddCountedGauge<ReadOverdue>("sr.retention.age", "For how long the oldest words are past their time; 0 while none are", (overdue, ct) => overdue.RunAsync(ct), "s", ReadOverdue.Kept);
        if (!roles.HasFlag(Roles.Jobs)) return services;

        var storage = configuration.GetSection("Storage").Get<StorageOptions>() ?? new StorageOptions();
        // What is due is decided by the service's clock, which a test may turn; the schedule follows the one that nodes share.
        var schedule = services.ScheduleClock();
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(schedule);
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "ServiceRouter");
            quartz.UseDefaultThreadPool(pool => pool.MaxConcurrency = 3);
            quartz.UsePersistentStore(store => Keep(store, storage));
            quartz.Repeat<DueMovesJob>(schedule, "due-moves", options => options.DueMovesInterval);
            quartz.Repeat<InvitationsJob>(schedule, "invitations", options => options.InvitationsInterval);
            quartz.Repeat<RetentionJob>(schedule, "retention", options => options.RetentionInterval);
            quartz.Repeat<LedgerCheckJob>(schedule, "ledger-check", options => options.LedgerCheckInterval);
            quartz.Repeat<AccessCheckJob>(schedule, "access-check", options => options.AccessCheckInterval, FirstComesPeople);
            quartz.Repeat<AnchorJob>(schedule, "anchors", options => options.AnchorsInterval);
            quartz.Repeat<RollUpJob>(schedule, "roll-up", options => options.RollUpInterval);
        });
        services.Configure<QuartzHostedServiceOptions>(host => host.WaitForJobsToComplete = true);
        services.AddHostedService<JobsOnceSchemaIsSeen>();
        return services;
    }

    private static void Keep(IPersistentStoreBuilder store, StorageOptions storage)
    {
        store.UseSystemTextJsonSerializer();
        if (storage.Provider == StorageProvider.Postgres)
        {
            store.UsePostgres(StorageModule.Limited(storage.ConnectionString));
            store.UseClustering();
            return;
        }
        System.IO.Directory.CreateDirectory(storage.Directory);
        store.UseSqlite($"Data Source={Path.Combine(storage.Directory, EmbeddedFile)}");
        store.ProvisionSchema();
    }

    private static void Repeat<TJob>(this IQuartzBuilder quartz, TimeProvider schedule, string name, Func<JobsOptions, TimeSpan> interval, TimeSpan after = default)
        where TJob : IJob =>
        quartz.ScheduleJob<TJob>(
            (services, trigger) => trigger
                .WithIdentity(name)
                .StartAt(schedule.GetUtcNow() + after)
                .WithSimpleSchedule(schedule => schedule
                    .WithInterval(interval(services.GetRequiredService<IOptions<JobsOptions>>().Value)).RepeatForever()
                    // What was missed is found by the next look.
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)),
            (_, job) => job.WithIdentity(name));
}
