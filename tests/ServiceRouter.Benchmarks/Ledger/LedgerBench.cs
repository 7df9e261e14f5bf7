using System.Globalization;
using System.Text.Json;
using Npgsql;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Steering;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>
/// <c>./run bench ledger</c>: what it costs that anyone can check, at the size of years. The database is filled by statements, as the program would have written it; that the program's own checks find
/// nothing wrong in it is how the bench knows that it is right, and it ends where they do. A floor is measured before and after what stands beside it; the median of two is the quicker one.
/// </summary>
internal static class LedgerBench
{
    // As long as a day waits for its anchor, and a little.
    private static readonly TimeSpan Closed = TimeSpan.FromMinutes(15);

    // Taken off other commands, so one alone will not do.
    private const int FewestStarts = 3;

    public static async Task RunAsync(BenchRun run)
    {
        var machine = new Machine();
        var (requests, months) = (run.Arguments.Number("n", 300_000), run.Arguments.Number("months", 12));
        var (counsellors, repeat) = (run.Arguments.Number("counsellors", 200), run.Arguments.Number("repeat", 1));
        var last = FrenchDay.Of(TimeProvider.System.GetUtcNow() - Closed).AddDays(-1);
        var first = last.AddDays(1).AddMonths(-months);
        if (months < 1 || requests < Days(first, last)) throw new ArgumentException($"--n {requests} --months {months}: there must be a request on each day");
        await run.Log.WriteLineAsync("starting PostgreSQL, RabbitMQ and the service, which migrates the database ...");
        await using var servers = await TestServers.StartAsync();
        await using var stage = await LedgerStage.PrepareAsync(servers, counsellors);
        await machine.PrintHeadAsync(run, $"ledger: {requests} requests of {months} months, {first:yyyy-MM-dd} to {last:yyyy-MM-dd}");

        var empty = new Timed("a command with nothing to do (verify-log, empty database)");
        for (var i = 0; i < Math.Max(FewestStarts, repeat); i++) await empty.CommandAsync(stage, "0 handoffs, 0 entries", "verify-log");
        var emptyBytes = await BytesAsync(stage);
        var start = Ticks.Now;
        await FillLedger.RunAsync(run, stage, requests, first, last, counsellors);
        await FactsAsWritten.CheckAsync(stage.Database);
        await run.Log.WriteLineAsync($"written in {Ticks.Milliseconds(start, Ticks.Now) / 1000:0} s");

        var entries = await stage.ReadAsync<long>("SELECT count(*) FROM handoff_log");
        var commands = new Table("command, in seconds", "n", "median", "max", "floor", "less the start / floor");
        empty.AddTo(commands);
        (await VerifyLogAsync(run, stage, repeat, $"{requests} handoffs, {entries} entries: every hash", "no day is anchored yet", BareReads.LogAsync)).AddTo(commands, empty);
        (await AnchorAsync(run, stage, repeat, first, last)).AddTo(commands, empty);
        (await VerifyLogAsync(run, stage, repeat, $"{requests} handoffs, {entries} entries: every hash", $"{Days(first, last)} days anchored until {last:yyyy-MM-dd}: every root",
            async database => await BareReads.LogAsync(database) + await BareReads.LeavesAsync(database))).AddTo(commands, empty);
        foreach (var timed in await ExportAsync(run, stage, repeat, first.AddDays(Days(first, last) / 2))) timed.AddTo(commands);
        await commands.PrintAsync(run.Output);

        await PrintChecksAsync(run, stage, requests, repeat, last);
        await PrintRegisterAsync(run, stage, requests, repeat);
        await PrintSizeAsync(run, stage, requests, emptyBytes);
        await machine.PrintFootAsync(run);
    }

    private static int Days(DateOnly first, DateOnly last) => last.DayNumber - first.DayNumber + 1;

    private static async Task<Timed> VerifyLogAsync(BenchRun run, LedgerStage stage, int repeat, string log, string anchors, Func<NpgsqlDataSource, Task<double>> floor)
    {
        await run.Log.WriteLineAsync("verify-log ...");
        var timed = new Timed($"verify-log, {log.Split(':')[0]}, {anchors.Split(':')[0]}");
        for (var i = 0; i < repeat; i++)
        {
            timed.Floor.Add(await floor(stage.Database));
            var output = await timed.CommandAsync(stage, log, "verify-log");
            timed.Floor.Add(await floor(stage.Database));
            if (!output.Contains(anchors, StringComparison.Ordinal)) throw new InvalidOperationException($"verify-log was to say \"{anchors}\", and said:\n{output}");
        }
        return timed;
    }

    private static async Task<Timed> AnchorAsync(BenchRun run, LedgerStage stage, int repeat, DateOnly first, DateOnly last)
    {
        await run.Log.WriteLineAsync("anchor-log ...");
        var timed = new Timed($"anchor-log, {Days(first, last)} days");
        for (var i = 0; i < repeat; i++)
        {
            timed.Floor.Add(await BareReads.AnchorsAsync(stage, first, last));
            await stage.ExecuteAsync("TRUNCATE log_anchors, log_anchor_leaves");
            await timed.CommandAsync(stage, $"{Days(first, last)} days anchored", "anchor-log");
            timed.Floor.Add(await BareReads.AnchorsAsync(stage, first, last));
        }
        await stage.ExecuteAsync("VACUUM ANALYZE log_anchors, log_anchor_leaves");
        timed.What += $", {await stage.ReadAsync<long>("SELECT count(*) FROM log_anchor_leaves")} leaves";
        return timed;
    }

    private static async Task<IReadOnlyList<Timed>> ExportAsync(BenchRun run, LedgerStage stage, int repeat, DateOnly day)
    {
        await run.Log.WriteLineAsync("export-log and verify-export ...");
        var file = Path.Combine(stage.Folder, "export.json");
        var (export, verify) = (new Timed(""), new Timed(""));
        var exported = 0;
        for (var i = 0; i < repeat; i++)
        {
            export.Floor.Add(await BareReads.DayAsync(stage.Database, day));
            // A day of more requests than one export may have is exported in parts: this is the first.
            var json = await export.CommandAsync(stage, "service-router-log", "export-log", $"{day:yyyy-MM-dd}..{day:yyyy-MM-dd}", "--part", "1");
            export.Floor.Add(await BareReads.DayAsync(stage.Database, day));
            using (var read = JsonDocument.Parse(json)) exported = read.RootElement.GetProperty("requests").GetArrayLength();
            await File.WriteAllTextAsync(file, json);
            verify.Floor.Add(await BareReads.FileAsync(file));
            await verify.CommandAsync(stage, $"{exported} requests, ", "verify-export", file);
            verify.Floor.Add(await BareReads.FileAsync(file));
        }
        export.What = $"export-log of {day:yyyy-MM-dd}, {exported} requests";
        verify.What = string.Create(CultureInfo.InvariantCulture, $"verify-export of it, {new FileInfo(file).Length / 1e6:0.0} MB");
        return [export, verify];
    }

    private static async Task PrintChecksAsync(BenchRun run, LedgerStage stage, int requests, int repeat, DateOnly last)
    {
        await run.Log.WriteLineAsync("the program's checks go by every request ...");
        var rounds = await CheckRounds.MeasureAsync(stage, requests, last);
        var floors = new Samples();
        for (var i = 0; i < 2 * repeat; i++) floors.Add(await BareReads.StretchAsync(stage.Database, (int)rounds.Most));
        var table = new Table("check of each minute, in milliseconds", "n", "median", "max", "floor");
        table.Add($"up to {rounds.Most} requests and as many leaves, the turn of its job included; every request in {rounds.OfARound}",
            Table.Figure(rounds.Milliseconds.Count), Table.Ms(rounds.Milliseconds.Percentile(50)), Table.Ms(rounds.Milliseconds.Max), Table.Ms(floors.Percentile(50)));
        await table.PrintAsync(run.Output);
    }

    private static async Task PrintRegisterAsync(BenchRun run, LedgerStage stage, int requests, int repeat)
    {
        await run.Log.WriteLineAsync("the register on a fresh node, for a minute ...");
        var (counts, floors) = (new RegisterCounts(), new Samples());
        for (var i = 0; i < repeat; i++)
        {
            floors.Add(await BareReads.CountAsync(stage.Database));
            await counts.MeasureAsync(stage, requests);
            floors.Add(await BareReads.CountAsync(stage.Database));
        }
        var table = new Table("/registre.json, in milliseconds", "n", "median", "max", "floor", "median / floor");
        Add("first count of a fresh node", counts.First);
        Add("later, the waits kept", counts.Next);
        Add("later, the waits of 30 days ranked anew", counts.AfterAMinute);
        await table.PrintAsync(run.Output);

        void Add(string what, Samples samples) => table.Add(what, Table.Figure(samples.Count), Table.Ms(samples.Percentile(50)), Table.Ms(samples.Max), Table.Ms(floors.Percentile(50)), Table.Figure(samples.Percentile(50) / floors.Percentile(50)));
    }

    private static async Task PrintSizeAsync(BenchRun run, LedgerStage stage, int requests, long before)
    {
        var table = new Table("on the disk, indexes included", "MB", "bytes for one request");
        Add("database, less what it was when it was empty", await BytesAsync(stage) - before);
        await using (var command = stage.Database.CreateCommand("SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 7"))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync()) Add("  " + rows.GetString(0), rows.GetInt64(1));
        await table.PrintAsync(run.Output);

        void Add(string what, long bytes) => table.Add(what, Table.Figure(bytes / 1e6), Table.Figure((int)(bytes / requests)));
    }

    private static Task<long> BytesAsync(LedgerStage stage) => stage.ReadAsync<long>("SELECT pg_database_size(current_database())");
}
