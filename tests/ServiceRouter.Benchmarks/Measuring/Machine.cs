using System.Globalization;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>Where and when a figure was taken: printed with it, because it means nothing without.</summary>
internal sealed class Machine
{
    // Above it, other programs are measured too.
    private const double QuietLoad = 0.5;
    private readonly double loadBefore = Load();

    public async Task PrintHeadAsync(BenchRun run, string title)
    {
        await run.Output.WriteLineAsync($"# {title}");
        await run.Output.WriteLineAsync($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, commit {await CommitAsync()}, {Environment.ProcessorCount} cores ({Processor()}), .NET {Environment.Version}{(ServiceProgram.IsPublished ? ", published program" : "")}");
        if (loadBefore > QuietLoad)
            await run.Output.WriteLineAsync($"WARNING: load average {Show(loadBefore)} before the start is above {Show(QuietLoad)}: other programs are measured too, do not quote these figures");
        await run.Output.WriteLineAsync();
    }

    public Task PrintFootAsync(BenchRun run) => run.Output.WriteLineAsync($"load average before {Show(loadBefore)}, after {Show(Load())} (the bench itself included)");

    private static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static async Task<string> CommitAsync()
    {
        try
        {
            var commit = (await Account.RunAsync(new Dictionary<string, string>(), "git", "-C", RepositoryRoot.Path, "rev-parse", "--short", "HEAD")).Trim();
            var changed = await Account.RunAsync(new Dictionary<string, string>(), "git", "-C", RepositoryRoot.Path, "status", "--porcelain", "--untracked-files=no");
            return changed.Length == 0 ? commit : $"{commit} with changes";
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }

    private static string Show(double load) => load.ToString("0.00", CultureInfo.InvariantCulture);
}
