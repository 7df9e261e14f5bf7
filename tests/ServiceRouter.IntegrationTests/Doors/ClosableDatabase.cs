using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>The embedded database with a door that a test shuts: it fails, says nothing at all, or commits and does not say so in time.</summary>
internal sealed class ClosableDatabase(IDbContextFactory<SqliteRouterDbContext> inner) : IDbContextFactory<RouterDbContext>, IDisposable
{
    private readonly ManualResetEventSlim answers = new(initialState: true);
    private volatile Task hears = Task.CompletedTask;
    private TaskCompletionSource? silence;
    private volatile bool closed;
    private volatile Func<DbContext, bool>? closesAfter;
    private int refused;
    private int visits;

    public static void Put(IServiceCollection services)
    {
        services.AddSingleton<ClosableDatabase>();
        services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => sp.GetRequiredService<ClosableDatabase>());
    }

    /// <summary>The same, away from the first look on.</summary>
    public static void PutClosed(IServiceCollection services)
    {
        services.AddSingleton(sp => new ClosableDatabase(sp.GetRequiredService<IDbContextFactory<SqliteRouterDbContext>>()) { closed = true });
        services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => sp.GetRequiredService<ClosableDatabase>());
    }

    /// <summary>How often somebody found it shut.</summary>
    public int Refused => refused;

    /// <summary>How often somebody found it open, background services too.</summary>
    public int Visits => visits;

    public void Close() => closed = true;

    /// <summary>Away once a row of this kind was committed.</summary>
    public void CloseAfterCommitOf<TRow>()
        where TRow : class => closesAfter = db => db.ChangeTracker.Entries<TRow>().Any();

    /// <summary>Commits, and tells nobody before <see cref="Open"/>.</summary>
    public void CommitSilently() => answers.Reset();

    /// <summary>Whoever asks anything waits until <see cref="Open"/>, also who gives up.</summary>
    public void FallSilent()
    {
        silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hears = silence.Task;
    }

    public void Open()
    {
        closed = false;
        hears = Task.CompletedTask;
        silence?.TrySetResult();
        answers.Set();
    }

    public void Dispose() => answers.Dispose();

    public async Task<RouterDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await hears;
        return CreateDbContext();
    }

    public RouterDbContext CreateDbContext()
    {
        if (closed)
        {
            Interlocked.Increment(ref refused);
            throw new TimeoutException("the test has closed the database");
        }
        Interlocked.Increment(ref visits);
        var db = inner.CreateDbContext();
        db.SavedChanges += (_, _) =>
        {
            answers.Wait();
            if (closesAfter?.Invoke(db) == true) (closesAfter, closed) = (null, true);
        };
        return db;
    }
}
