using System.Globalization;
using ServiceRouter.ChaosTests.Cases;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests;

/// <summary><c>./run chaos --long [--program FOLDER] [--load SHARE] [CASE ...]</c>: every case, or those named by number, with its long load; prints the table of docs/reliability.md, and ends with 1 when a promise was broken, an aim of speed missed or a case could not be judged.</summary>
internal static class LongForm
{
    private const int BreachesTold = 40;

    private static readonly IReadOnlyList<ICase> Cases =
    [
        KillANode.Case, KillTheBroker.Case, LoseTheDatabase.Case, LoseDatabaseAndBroker.Case, new FillTheDisk(), new FreezeANode(), LoseCounsellors.Case,
        RaceForOffers.Case, new RepeatEverything(), new GapsAroundTheSweep(), MessagesThatFail.Case, MessagesThatFail.RolesApart, StartInAnyOrder.Case, ManyTimers.Case, ManyTimers.WithoutQuartz, WrongClocks.Case,
        CutStreams.Case, RestartOneByOne.Case, new BreakTheAssistant(), new HostileInput(), new Flood(), new CanaryData(), Soak.Case, new KillANodeInCalls(), BreakTheLines.Case,
    ];

    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter log)
    {
        LongFormWanted asked;
        string program;
        try
        {
            asked = LongFormWanted.Read(arguments, [.. Cases.Select(c => c.Number)]);
            program = asked.Folder is { } folder ? NodeProgram.PublishedIn(folder) : NodeProgram.Built;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            await log.WriteLineAsync($"{e.Message}\nusage: ./run chaos --long [--program FOLDER] [--load SHARE] [CASE ...]; FOLDER is what dotnet publish made; with SHARE 0.5 half as many come, in the same time; the cases are\n{string.Join('\n', Cases.Select(c => $"  {c.Number,-3} {c.Name}"))}");
            return 2;
        }
        await output.WriteLineAsync($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, commit {await CommitAsync()}, {Environment.ProcessorCount} cores, load average before the start {File.ReadAllText("/proc/loadavg").Split(' ')[0]}{(asked.Folder is null ? "" : ", nodes run what was published")}{(asked.Share == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {asked.Share} of the load"))}\n");
        await output.WriteLineAsync("| Case | n | after another try | without promise | breaches | bound (3/n) | citizen due to receipt p50, p99, max | commit to offer | citizen due to shown at a desk | aims of speed | |\n|---|---|---|---|---|---|---|---|---|---|---|");
        var kept = true;
        foreach (var one in Cases.Where(c => asked.Cases.Count == 0 || asked.Cases.Contains(c.Number)))
        {
            await using var ground = new Ground { Program = program, Share = asked.Share };
            Verdict verdict;
            try
            {
                verdict = await one.RunAsync(ground, isLong: true, log);
            }
            catch (Exception e)
            {
                // Nothing is known, good or bad, and what its nodes and servers wrote is what there is to find out why.
                (kept, ground.KeepsFiles) = (false, true);
                await log.WriteLineAsync($"case {one.Number} ended without a verdict, its files are in {ground.Folder}: {e}");
                await output.WriteLineAsync($"| {one.Number} {one.Name} | no verdict: {e.GetType().Name} | | | | | | | | | |");
                continue;
            }
            kept &= verdict.Breaches.Count == 0 && verdict.Aims.All(a => a.IsHeld);
            foreach (var breach in verdict.Breaches.Take(BreachesTold)) await log.WriteLineAsync($"breach: {breach}");
            foreach (var late in verdict.Slowest) await log.WriteLineAsync($"late: {late}");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {one.Number} {one.Name} | {verdict.Promises} | {verdict.Recovered} | {verdict.WithoutPromise} | {verdict.Breaches.Count} | {(verdict.Breaches.Count == 0 ? verdict.Bound : "")} | {Verdict.Times(verdict.Answered)} | {Verdict.Times(verdict.Offered)} | {Verdict.Times(verdict.Visible)} | {(verdict.Aims.Count == 0 ? "none set" : string.Join(", ", verdict.Aims))} | {string.Join(", ", verdict.Told)} |"));
        }
        return kept ? 0 : 1;
    }

    private static async Task<string> CommitAsync()
    {
        var commit = (await Account.RunAsync(new Dictionary<string, string>(), "git", "-C", RepositoryRoot.Path, "rev-parse", "--short", "HEAD")).Trim();
        var changed = await Account.RunAsync(new Dictionary<string, string>(), "git", "-C", RepositoryRoot.Path, "status", "--porcelain", "--untracked-files=no");
        return changed.Length == 0 ? commit : $"{commit} with changes";
    }
}
