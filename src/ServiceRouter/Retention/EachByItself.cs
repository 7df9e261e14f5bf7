using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Retention;

/// <summary>Steps of which one that fails stops no other: what it left is past its time at the next run as well, and the metric of what is overdue tells when that does not help.</summary>
internal sealed class EachByItself(Transactions transactions, ILogger log, CancellationToken ct)
{
    /// <param name="step">Names it in the log.</param>
    /// <param name="run">The step.</param>
    /// <returns>False when it failed.</returns>
    public async Task<bool> TryAsync(string step, Func<Task> run)
    {
        try
        {
            await run();
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not OutOfMemoryException)
        {
            // Away, it fails every step: the next run comes by itself. One row on a bad piece of disk looks the same, and others can be read.
            if (StorageFailure.IsAway(e) && !await AnswersAsync()) throw;
            // Never with its message, which may hold somebody's words.
            log.LogError("{Step} failed ({Failure}); what it should have erased stays until a later run does", step, e.GetType().Name);
            return false;
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var db = await transactions.ReadAsync(ct);
            await db.Database.ExecuteSqlRawAsync("SELECT 1", ct);
            return true;
        }
        catch (Exception e) when (StorageFailure.IsAway(e))
        {
            return false;
        }
    }
}
