using MassTransit;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Start;

/// <summary><c>./run bench start</c>: the built program, embedded, from its start to the first page served.</summary>
internal static class StartBench
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(BenchRun run)
    {
        var machine = new Machine();
        var count = run.Arguments.Number("n", 5);
        await machine.PrintHeadAsync(run, $"start: embedded, to the first page served, n = {count}, milliseconds");
        var (fresh, existing) = (new Samples(), new Samples());
        for (var i = 0; i < count; i++)
        {
            await run.Log.WriteLineAsync($"start {i + 1} of {count}, fresh and again ...");
            var folder = Path.Combine(Path.GetTempPath(), $"servicerouter-bench-{NewId.NextGuid():N}", "start");
            Directory.CreateDirectory(folder);
            fresh.Add(await StartOnceAsync(folder));
            existing.Add(await StartOnceAsync(folder));
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
        var table = new Table("storage directory", "n", "median", "max");
        table.Add("fresh: database made, keys made", Table.Figure(fresh.Count), Table.Ms(fresh.Percentile(50)), Table.Ms(fresh.Max));
        table.Add("existing", Table.Figure(existing.Count), Table.Ms(existing.Percentile(50)), Table.Ms(existing.Max));
        await table.PrintAsync(run.Output);
        await machine.PrintFootAsync(run);
    }

    private static async Task<double> StartOnceAsync(string folder)
    {
        var port = FreePort.Next();
        using var http = LocalHttp.To(port);
        var environment = new Dictionary<string, string> { ["ASPNETCORE_ENVIRONMENT"] = "Demo" };
        var start = Ticks.Now;
        await using var process = GuardedProcess.Start(folder, Path.Combine(folder, "log"), "TERM", Environment.UserName, environment,
            Environment.ProcessPath!, ServiceProgram.Assembly, "--urls", $"http://127.0.0.1:{port}", "--Storage:Directory", Path.Combine(folder, "storage"));
        while (!await IsServedAsync(http))
        {
            if (process.HasExited) throw new InvalidOperationException($"The service ended before it served a page:\n{process.LogTail()}");
            await Task.Delay(Between);
        }
        return Ticks.Milliseconds(start, Ticks.Now);
    }

    private static async Task<bool> IsServedAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("/");
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadAsStringAsync()).Length > 0;
        }
        catch (HttpRequestException e) when (e.StatusCode is null)
        {
            return false;
        }
    }
}
