using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// Where no connection of the pool is free one is opened: a few at once, and each to its end, whoever has stopped waiting for it meanwhile; it is the next one's. A server
/// with much to do takes longer for thirty at once than anybody waits, and goes on to make what was given up: nodes that begin anew with thirty each time keep it from ever being
/// reached (docs/adr/0082). Whoever finds one that is free goes past them.
/// </summary>
internal sealed class FewOpenings : DbConnectionInterceptor
{
    /// <summary>Of one node.</summary>
    public const int AtOnce = 3;

    // Of whoever says Timeout=0. For good, three on a line that swallows would be the last.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource<Turn>> line = [];
    private int places = AtOnce;

    // Those that are lent, with the life of the pool in which each was opened: with one that breaks the driver may end all that are free, and those that are lent when they come back.
    private readonly Dictionary<object, int> lent = new(ReferenceEqualityComparer.Instance);
    private int life;

    // Of this life: lent now, about to be, and as many as were lent at once. It counts for order alone: the pool itself knows better.
    private int now;
    private int going;
    private int known;

    private enum Turn
    {
        /// <summary>One is free.</summary>
        Past,

        /// <summary>One of a few that may be opened.</summary>
        Place,
    }

    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        result.StateChange += Changed;
        return result;
    }

    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (result.IsSuppressed) return result;
        var limit = connection.ConnectionTimeout > 0 ? TimeSpan.FromSeconds(connection.ConnectionTimeout) : Longest;
        var turn = await WaitAsync(limit, cancellationToken);
        bool isGone;
        try
        {
            await OpenAsync(connection);
            isGone = cancellationToken.IsCancellationRequested;
            // Back to the pool: Entity Framework knows nothing of it yet.
            if (isGone) await connection.CloseAsync();
        }
        finally
        {
            lock (gate) GiveBack(turn);
        }
        return isGone ? throw new OperationCanceledException(cancellationToken) : InterceptionResult.Suppress();
    }

    private async Task OpenAsync(DbConnection connection)
    {
        using var end = connection.ConnectionTimeout > 0 ? null : new CancellationTokenSource(Longest);
        try
        {
            await connection.OpenAsync(end?.Token ?? CancellationToken.None);
        }
        catch (Exception)
        {
            lock (gate) known = now;
            throw;
        }
    }

    private async ValueTask<Turn> WaitAsync(TimeSpan limit, CancellationToken ct)
    {
        LinkedListNode<TaskCompletionSource<Turn>> own;
        lock (gate)
        {
            if (line.Count == 0 && TryTake(out var turn)) return turn;
            own = line.AddLast(new TaskCompletionSource<Turn>(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        try
        {
            return await own.Value.Task.WaitAsync(limit, ct);
        }
        catch (Exception e)
        {
            lock (gate)
            {
                if (own.List is not null) line.Remove(own);
                else GiveBack(own.Value.Task.Result);
            }
            if (e is TimeoutException) throw new NpgsqlException("No connection came free in time, and none could be opened", e);
            throw;
        }
    }

    private bool TryTake(out Turn turn)
    {
        turn = now + going < known ? Turn.Past : Turn.Place;
        if (turn == Turn.Past) going++;
        else if (places > 0) places--;
        else return false;
        return true;
    }

    private void GiveBack(Turn turn)
    {
        if (turn == Turn.Past) going--;
        else places++;
        Next();
    }

    private void Next()
    {
        while (line.First is { } first && TryTake(out var turn))
        {
            line.RemoveFirst();
            first.Value.SetResult(turn);
        }
    }

    private void Changed(object sender, StateChangeEventArgs change)
    {
        lock (gate)
        {
            if (change.CurrentState == ConnectionState.Open)
            {
                lent[sender] = life;
                known = Math.Max(known, ++now);
            }
            else
            {
                if (lent.Remove(sender, out var opened) && opened == life) now--;
                if (((NpgsqlConnection)sender).FullState == ConnectionState.Broken) (life, now, known) = (life + 1, 0, 0);
            }
            Next();
        }
    }
}
