using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>The process of a unit of work dies before its commit, or between the commit and everything that follows it.</summary>
internal sealed class ProcessDiedException() : Exception("the process died here");

/// <summary>The database, in which the units of work of a step meet the fate of that step. Those of others go on.</summary>
internal sealed class DyingWriters(Func<RouterDbContext> inner, Deaths deaths) : IDbContextFactory<RouterDbContext>
{
    private static readonly AsyncLocal<Life?> Living = new();

    /// <param name="services">The service's.</param>
    /// <typeparam name="TContext">The context of the set-up.</typeparam>
    public static void Put<TContext>(IServiceCollection services)
        where TContext : RouterDbContext
    {
        var deaths = new Deaths();
        services.AddSingleton(deaths).ConfigureDbContext<TContext>(options => options.AddInterceptors(new AfterTransactions(deaths)));
        services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => new DyingWriters(sp.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext, deaths));
    }

    /// <summary>Sees that a unit that is to die with its commit has told nobody of it by then.</summary>
    public static void Watch(Transactions transactions, Deaths deaths) => transactions.Committed += _ =>
    {
        if (Living.Value?.Fate == Fate.DiesAfterTheCommit) deaths.TellBefore();
    };

    /// <summary>Runs the act with its fate.</summary>
    /// <returns>False when the process died on the way.</returns>
    public static async Task<bool> MeetAsync(Fate fate, Func<Task> act)
    {
        Living.Value = new Life(fate);
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
            Living.Value = null;
        }
    }

    public RouterDbContext CreateDbContext()
    {
        var db = inner();
        if (Living.Value is not { } life) return db;
        if (life.Fate == Fate.DiesBeforeTheCommit) db.SavingChanges += (_, _) => deaths.DieBeforeTheCommit(takesBack: db.ChangeTracker.HasChanges() || db.Database.CurrentTransaction is not null);
        if (life.Fate == Fate.DiesAfterTheCommit) db.SavedChanges += (_, _) =>
        {
            if (db.Database.CurrentTransaction is null) deaths.DieAfterASave();
            // What it has saved is nobody's yet: the transaction that it began is committed next.
            life.CommitsNext = db;
        };
        return db;
    }

    /// <summary>Of the process in which a step is done.</summary>
    private sealed class Life(Fate fate)
    {
        public Fate Fate => fate;

        /// <summary>Whose commit is the end of it.</summary>
        public DbContext? CommitsNext { get; set; }
    }

    private sealed class AfterTransactions(Deaths deaths) : DbTransactionInterceptor
    {
        public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
        {
            if (Living.Value?.CommitsNext is { } db && ReferenceEquals(db, eventData.Context)) deaths.DieAfterATransaction();
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            TransactionCommitted(transaction, eventData);
            return Task.CompletedTask;
        }
    }
}
