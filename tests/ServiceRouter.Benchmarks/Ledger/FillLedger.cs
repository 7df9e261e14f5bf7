using MassTransit;
using Npgsql;
using NpgsqlTypes;
using ServiceRouter.Handoffs;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>Writes months of requests into a database in which nothing else works.</summary>
internal static class FillLedger
{
    // Of one session, which sorts a million entries.
    private const string Memory = "SET work_mem = '256MB'";

    /// <param name="run">Is told how far it is.</param>
    /// <param name="stage">Whose database.</param>
    /// <param name="requests">Number of requests.</param>
    /// <param name="first">Day of the first.</param>
    /// <param name="last">Day of the last.</param>
    /// <param name="counsellors">Whose rows are there.</param>
    public static async Task RunAsync(BenchRun run, LedgerStage stage, int requests, DateOnly first, DateOnly last, int counsellors)
    {
        var rows = new YearsOfRows(requests, first, last, counsellors, Departments.All.Select(d => d.Code));
        await using (var connection = await stage.Database.OpenConnectionAsync())
        {
            await ExecuteAsync(connection, Memory);
            await ExecuteAsync(connection, YearsOfRows.Prepare);
            await DrawAsync(connection, requests, stage.Seal);
            await ExecuteAsync(connection, "ANALYZE bench.drawn");
            foreach (var (what, sql) in rows.Statements)
            {
                await run.Log.WriteLineAsync($"writing {what} ...");
                await ExecuteAsync(connection, sql);
            }
            await ExecuteAsync(connection, YearsOfRows.Forget);
        }
        // As a database that has grown through all these months is: what was written is on the disk, counted and cleaned up.
        await stage.ExecuteAsync("VACUUM ANALYZE");
        await stage.ExecuteAsync("CHECKPOINT");
    }

    private static async Task DrawAsync(NpgsqlConnection connection, int requests, ReceiptSeal seal)
    {
        await using var copy = await connection.BeginBinaryImportAsync(YearsOfRows.CopyDrawn);
        for (var i = 0; i < requests; i++)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(i, NpgsqlDbType.Integer);
            for (var id = 0; id < 4; id++) await copy.WriteAsync(NewId.NextGuid(), NpgsqlDbType.Uuid);
            await copy.WriteAsync(seal.New(), NpgsqlDbType.Text);
        }
        await copy.CompleteAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
