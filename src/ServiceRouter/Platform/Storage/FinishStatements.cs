using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// A statement that has reached the server ends there; a unit that nobody waits for any more stops between two of them. The driver cancels a statement by a connection of its
/// own, and ends the one that the statement has when the server is late with its answer to that as well: a server that is late because it has much to do would have to
/// make two new ones for each that waits (docs/adr/0082). After its Command Timeout a statement is cancelled all the same, by a thread that has nothing else to do: the
/// driver waits there for a server that may be silent (docs/adr/0040).
/// </summary>
internal sealed class FinishStatements : DbCommandInterceptor
{
    // The driver's own limit would cancel on a thread that others need.
    private const int SecondsBehind = 10;

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (result.HasResult) return result;
        var reader = HeldNames.PutBefore(command, eventData)
            ? await RunAsync(command, end => ReadBehindNamesAsync(command, end), cancellationToken)
            : await RunAsync(command, command.ExecuteReaderAsync, cancellationToken);
        if (!cancellationToken.IsCancellationRequested) return InterceptionResult<DbDataReader>.SuppressWithResult(reader);
        // Reading on would cancel what has been answered.
        await reader.DisposeAsync();
        throw new OperationCanceledException(cancellationToken);
    }

    public override async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is RouterDbContext db) HeldNames.MustBeHeld(db);
        return result.HasResult ? result : InterceptionResult<int>.SuppressWithResult(await RunAsync(command, command.ExecuteNonQueryAsync, cancellationToken));
    }

    public override async ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is RouterDbContext db) HeldNames.MustBeHeld(db);
        // A scalar of no row is null, whatever its type says.
        return result.HasResult ? result : InterceptionResult<object>.SuppressWithResult((await RunAsync(command, command.ExecuteScalarAsync, cancellationToken))!);
    }

    /// <summary>The wait for the names is within the limit of the reading, as it is within that of a statement of its own.</summary>
    private static async Task<DbDataReader> ReadBehindNamesAsync(DbCommand command, CancellationToken end)
    {
        var reader = await command.ExecuteReaderAsync(end);
        try
        {
            await reader.NextResultAsync(end);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>For a statement that Entity Framework does not send.</summary>
    /// <exception cref="TimeoutException">It did not end within its Command Timeout.</exception>
    public static async Task<T> RunAsync<T>(DbCommand command, Func<CancellationToken, Task<T>> statement, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (command.CommandTimeout == 0) return await statement(CancellationToken.None);
        // Not disposed: the thread that cancels may still be at it.
        var end = new CancellationTokenSource();
        await using var limit = TimeProvider.System.CreateTimer(
            _ => Task.Factory.StartNew(end.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), null, TimeSpan.FromSeconds(command.CommandTimeout), Timeout.InfiniteTimeSpan);
        command.CommandTimeout += SecondsBehind;
        try
        {
            return await statement(end.Token);
        }
        catch (OperationCanceledException e) when (end.IsCancellationRequested)
        {
            throw new TimeoutException("The database did not answer a statement", e);
        }
    }
}
