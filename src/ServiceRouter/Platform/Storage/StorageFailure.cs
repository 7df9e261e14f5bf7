using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ServiceRouter.Platform.Storage;

/// <summary>Tells a database that does not answer, or cannot write, from a unit of work that is itself at fault.</summary>
public static class StorageFailure
{
    // SQLITE_CONSTRAINT and SQLITE_MISMATCH: the row is at fault.
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;

    /// <summary>
    /// True when the database is there and will not have us: a wrong account, no such database, a file that cannot be used. Waiting does not help,
    /// somebody has to act.
    /// </summary>
    public static bool IsRefusal(Exception? failure) => failure switch
    {
        null => false,
        PostgresException refused => refused.SqlState.StartsWith("28", StringComparison.Ordinal) || refused.SqlState is PostgresErrorCodes.InvalidCatalogName,
        SqliteException => true,
        AggregateException several => several.InnerExceptions.All(IsRefusal),
        _ => IsRefusal(failure.InnerException),
    };

    /// <summary>
    /// True when a row had changed since it was read. However often that happened, it is no fault of what was to be done: unlike a value that is there already, which may
    /// be there each time.
    /// </summary>
    public static bool IsOvertaken(Exception? failure) => failure is DbUpdateConcurrencyException;

    /// <summary>True when another writer may have been first: the same unit, begun anew, reads what that one wrote.</summary>
    public static bool IsConflict(Exception? failure) => IsOvertaken(failure) || failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected } => true,
        DbUpdateException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } } => true,
        // So the driver's strategy of Entity Framework hands on what it takes for transient, a deadlock among it, when it is not to try again itself.
        InvalidOperationException { InnerException: DbUpdateException or PostgresException } wrapped => IsConflict(wrapped.InnerException),
        // 19 is SQLITE_CONSTRAINT; 2067 and 1555 are its unique and primary-key kinds.
        DbUpdateException { InnerException: SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } } => true,
        _ => false,
    };

    /// <summary>True when another had a row for longer than this unit waits (<see cref="Work.WaitForOthersAsync"/>): the database answers, and others go on.</summary>
    public static bool IsHeld(Exception? failure) => failure switch
    {
        null => false,
        PostgresException refused => refused.SqlState == PostgresErrorCodes.LockNotAvailable,
        _ => IsHeld(failure.InnerException),
    };

    /// <summary>True when the same unit may succeed later without a change to it.</summary>
    public static bool IsAway(Exception? failure) => failure switch
    {
        null => false,
        // Class 22 is bad data, 23 a broken constraint; all others tell of the server, its disk, its schema or the connection.
        PostgresException refused => !(refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState.StartsWith("23", StringComparison.Ordinal)),
        NpgsqlException or TimeoutException or SocketException or IOException => true,
        SqliteException file => file.SqliteErrorCode is not (SqliteConstraint or SqliteMismatch),
        AggregateException several => several.InnerExceptions.Any(IsAway),
        _ => IsAway(failure.InnerException),
    };
}
