using Npgsql;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.Steering;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>
/// The check of each minute, made one after the other by a node that is told to look all the time: from one check's row to the next it takes its own time and that of the schedule. The program goes by
/// every request in a first round, which must find no difference; the next ones are measured, when the jobs that a start brings are done.
/// </summary>
/// <param name="ofARound">Checks that came by every request once.</param>
/// <param name="milliseconds">From the beginning of each to that of the next.</param>
/// <param name="most">Requests that one of them compared, at most.</param>
internal sealed class CheckRounds(int ofARound, Samples milliseconds, long most)
{
    private const int FewestMeasured = 5;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // The shortest that the setting allows.
    private static readonly string[] AllTheTime = ["--Jobs:LedgerCheckInterval", "00:00:00.1"];

    public int OfARound => ofARound;

    public Samples Milliseconds => milliseconds;

    public long Most => most;

    /// <param name="stage">Whose database.</param>
    /// <param name="requests">That are there.</param>
    /// <param name="last">Day of the last.</param>
    /// <exception cref="InvalidOperationException">The program finds a difference: the requests are not as it writes them.</exception>
    public static async Task<CheckRounds> MeasureAsync(LedgerStage stage, int requests, DateOnly last)
    {
        var since = await stage.ReadAsync<DateTime>("SELECT now()");
        await using var node = await stage.StartNodeAsync(AllTheTime);
        var checks = await UntilAsync(stage, node, since, all => all.Exists(c => c.Ends));
        var round = checks.FindIndex(c => c.Ends) + 1;
        var compared = checks.Take(round).Sum(c => c.Asked);
        if (compared != requests) throw new InvalidOperationException($"A round of checks compared {compared} requests of {requests}");

        await UntilQuietAsync(stage, since, last);
        var before = (await ReadAsync(stage, since)).Count;
        // From the beginning of a round to its end, and the one after it, which says when the last was done.
        checks = await UntilAsync(stage, node, since, all => Measured(all, before).Count > Math.Max(FewestMeasured, round));
        var measured = Measured(checks, before);
        var samples = new Samples();
        foreach (var (one, next) in measured.Zip(measured.Skip(1))) samples.Add((next.At - one.At).TotalMilliseconds);
        return new CheckRounds(round, samples, measured.Max(c => c.Asked));
    }

    private static List<Check> Measured(List<Check> all, int before) => all.FindIndex(Math.Min(before, all.Count), c => c.Ends) is >= 0 and var end ? all[(end + 1)..] : [];

    // What looks back over days and weeks at a start: figures of the days, and who is answered worse.
    private static async Task UntilQuietAsync(LedgerStage stage, DateTime since, DateOnly last)
    {
        var start = Ticks.Now;
        while (!await stage.ReadAsync<bool>($"SELECT EXISTS (SELECT FROM daily_figures WHERE day >= '{last:yyyy-MM-dd}') AND EXISTS (SELECT FROM access_checks WHERE at >= '{since:O}')"))
        {
            if (Ticks.Now - start > Ticks.Of(Patience)) throw new TimeoutException($"The first runs of the jobs were not done within {Patience}");
            await Task.Delay(Between);
        }
    }

    private static async Task<List<Check>> UntilAsync(LedgerStage stage, ChildProgram node, DateTime since, Func<List<Check>, bool> enough)
    {
        for (var start = Ticks.Now; ;)
        {
            var checks = await ReadAsync(stage, since);
            if (checks.Find(c => c.Asked != c.Accounted || c.Receipts.Length > 0) is { } found)
                throw new InvalidOperationException($"The check finds a difference: {found.Asked} asked, {found.Accounted} accounted for, {found.Receipts}");
            if (await stage.ReadAsync<long>("SELECT count(*) FROM ledger_incidents") is > 0 and var incidents) throw new InvalidOperationException($"The check has opened {incidents} incidents");
            if (enough(checks)) return checks;
            if (Ticks.Now - start > Ticks.Of(Patience)) throw new TimeoutException($"{checks.Count} checks were made within {Patience}, too few:\n{node.LogTail()}");
            await Task.Delay(Between);
        }
    }

    private static async Task<List<Check>> ReadAsync(LedgerStage stage, DateTime since)
    {
        await using var command = stage.Database.CreateCommand($"SELECT at, asked, accounted, receipts, walked_until IS NULL FROM ledger_checks WHERE at >= '{since:O}' ORDER BY at");
        await using var rows = await command.ExecuteReaderAsync();
        var checks = new List<Check>();
        while (await rows.ReadAsync()) checks.Add(new Check(rows.GetDateTime(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetString(3), rows.GetBoolean(4)));
        return checks;
    }

    private sealed record Check(DateTime At, long Asked, long Accounted, string Receipts, bool Ends);
}
