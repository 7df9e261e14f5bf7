using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceRouter.Platform.Storage;

/// <summary>
/// A commit that PostgreSQL calls done although its standby does not have it: with synchronous replication it waits for the standby, and when that wait is cancelled (the driver does so
/// after its Command Timeout) it tells so by a warning and answers as if all were well. A failover to the standby then loses what was promised, so it counts as no answer (docs/adr/0103).
/// </summary>
internal sealed class StandbyWait : IDisposable
{
    // Of the server's source, and in every version and language of it the place that gives the wait up.
    private const string Routine = "SyncRepWaitForLSN";

    private readonly NpgsqlConnection? connection;
    private volatile bool givenUp;

    private StandbyWait(NpgsqlConnection? connection)
    {
        this.connection = connection;
        if (connection is not null) connection.Notice += Hear;
    }

    /// <summary>From here until it is disposed it hears what the server says of this unit's commit.</summary>
    public static StandbyWait Of(RouterDbContext db) => new(db.Database.IsNpgsql() ? (NpgsqlConnection)db.Database.GetDbConnection() : null);

    /// <exception cref="NotAtStandbyException">The row is there, and may be gone after a failover.</exception>
    public void ThrowIfGivenUp()
    {
        if (givenUp) throw new NotAtStandbyException();
    }

    public void Dispose()
    {
        if (connection is not null) connection.Notice -= Hear;
    }

    private void Hear(object sender, NpgsqlNoticeEventArgs heard) => givenUp |= heard.Notice.Routine == Routine;
}

/// <summary>The database has what was done, and its standby does not yet: for whoever waits the same as no answer.</summary>
internal sealed class NotAtStandbyException() : TimeoutException("The standby of the database does not have this yet");
