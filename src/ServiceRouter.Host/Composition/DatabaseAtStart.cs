using Microsoft.EntityFrameworkCore;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Composition;

/// <summary>
/// Brings node and database together, in whatever order they start. A database that is away keeps nobody from the way to a person: the node starts,
/// its pages answer, the second and third door take requests, and this looks again until the database is there. Readiness says where it stands.
/// </summary>
internal sealed class DatabaseAtStart(IServiceProvider services, SignInSetting setting, SchemaSeen schema, TimeProvider clock, ILogger<DatabaseAtStart> log) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private string told = "";

    /// <summary>The first look, before anything listens. In demo mode the database is brought up to date; elsewhere it must be.</summary>
    /// <exception cref="StartRefusedException">It is there and will not do: somebody has to act, and waiting would hide it.</exception>
    public async Task LookAsync(CancellationToken ct)
    {
        try
        {
            await PrepareAsync(Patience, ct);
        }
        catch (Exception e) when (StorageFailure.IsRefusal(e))
        {
            throw new StartRefusedException($"The database named by Storage cannot be used: {e.GetBaseException().Message}");
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not StartRefusedException)
        {
            TellOnce(LogLevel.Warning, $"The database does not answer ({e.GetBaseException().GetType().Name}): this node starts without it, takes requests through its other doors and looks again each second");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!schema.IsSeen)
        {
            await Task.Delay(BetweenLooks, clock, stoppingToken);
            try
            {
                // Nobody waits for this one: a database that takes long for its answers gives them here.
                await PrepareAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                log.LogInformation("The database is there and at this version");
            }
            catch (StartRefusedException e)
            {
                TellOnce(LogLevel.Critical, $"{e.Message} Until then this node is not ready, and takes requests through its other doors only");
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (StorageFailure.IsRefusal(e)) TellOnce(LogLevel.Critical, $"The database refuses this node ({e.GetBaseException().GetType().Name}): are Storage and the database's accounts right?");
                else TellOnce(LogLevel.Warning, $"The database does not answer yet ({e.GetBaseException().GetType().Name})");
            }
        }
    }

    /// <param name="patience">For the question at which version it is. What a migration does takes as long as it takes, and what it waits for has a limit of its own.</param>
    /// <param name="ct">Stops waiting.</param>
    private async Task PrepareAsync(TimeSpan patience, CancellationToken ct)
    {
        await ConnectAsync(ct);
        if (setting.Demo is { Enabled: true } demo)
        {
            await MigrateCommand.MigrateAsync(services, ct);
            await DemoRows.AddAsync(services, demo.Counsellors, ct);
        }
        else if (await PendingAsync(ct).WaitAsync(patience, ct) is > 0 and var pending)
        {
            throw new StartRefusedException($"The database is not at this version, {pending} migrations are pending: run the command migrate of this program with the same settings (docs/operations.md), then start again.");
        }
        schema.Tell();
    }

    private Task ConnectAsync(CancellationToken ct) => OpenAsync(ct).WaitAsync(Patience, ct);

    private async Task OpenAsync(CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        await db.Database.CloseConnectionAsync();
    }

    private async Task<int> PendingAsync(CancellationToken ct)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RouterDbContext>>().CreateDbContextAsync(ct);
        return (await db.Database.GetPendingMigrationsAsync(ct)).Count();
    }

    // A look a second: the same words once.
    private void TellOnce(LogLevel level, string what)
    {
        if (told == what) return;
        told = what;
        log.Log(level, "{What}", what);
    }
}
