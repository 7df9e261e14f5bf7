using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>The process of a unit of work dies before its commit, or between the commit and everything that follows it.</summary>
internal sealed class ProcessDiedException() : Exception("the process died here");

/// <summary>The database, in which the units of work of a step meet the fate of that step. Those of others go on.</summary>
internal sealed class DyingWriters(Func<RouterDbContext> inner) : IDbContextFactory<RouterDbContext>
{
    private static readonly AsyncLocal<Fate> Fated = new();

    /// <param name="services">The service's.</param>
    /// <typeparam name="TContext">The context of the set-up.</typeparam>
    public static void Put<TContext>(IServiceCollection services)
        where TContext : RouterDbContext =>
        services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => new DyingWriters(sp.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext));

    /// <summary>Runs the act with its fate.</summary>
    /// <returns>False when the process died on the way.</returns>
    public static async Task<bool> MeetAsync(Fate fate, Func<Task> act)
    {
        Fated.Value = fate;
        try
        {
            await act();
            return true;
        }
        catch (ProcessDiedException)
        {
            return false;
        }
        // In a consumer: what leaves it has the name of what happened and nothing else.
        catch (MessageFailedException e) when (e.Message == typeof(ProcessDiedException).FullName)
        {
            return false;
        }
        finally
        {
            Fated.Value = Fate.Lives;
        }
    }

    public RouterDbContext CreateDbContext()
    {
        var db = inner();
        switch (Fated.Value)
        {
            case Fate.DiesBeforeTheCommit:
                db.SavingChanges += Die;
                break;
            case Fate.DiesAfterTheCommit:
                db.SavedChanges += Die;
                break;
            default:
                break;
        }
        return db;
    }

    private static void Die(object? sender, EventArgs e) => throw new ProcessDiedException();
}
