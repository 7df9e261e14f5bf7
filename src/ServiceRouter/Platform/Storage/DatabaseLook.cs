using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Platform.Storage;

/// <summary>The database answers, and it is at this version.</summary>
internal sealed class DatabaseLook(IDbContextFactory<RouterDbContext> contexts) : IPartLook
{
    public Part Part => Part.Database;

    public async Task<(PartState State, string Words)> LookAsync(CancellationToken ct)
    {
        try
        {
            return await ReadAsync(ct);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // A pooled connection to a server that has started again in between is dead, and says nothing of the server.
            return await ReadAsync(ct);
        }
    }

    // One small statement: what the framework offers opens a new connection each time.
    private async Task<(PartState State, string Words)> ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        List<string> applied;
        try
        {
            applied = await db.Database.SqlQueryRaw<string>("SELECT migration_id AS \"Value\" FROM schema_history").ToListAsync(ct);
        }
        catch (DbException e) when (IsMissingTable(e))
        {
            // It answers, and nobody has ever brought it to any version.
            applied = [];
        }
        return db.Database.GetMigrations().Except(applied, StringComparer.Ordinal).Any() ? (PartState.Wrong, "migrations are pending") : (PartState.Works, "answers");
    }

    // 1 is SQLITE_ERROR, of which a statement as plain as this one knows no other cause.
    private static bool IsMissingTable(DbException e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } or SqliteException { SqliteErrorCode: 1 };
}
