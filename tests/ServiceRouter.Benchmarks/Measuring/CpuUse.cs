using System.Globalization;

namespace ServiceRouter.Benchmarks.Measuring;

/// <summary>Processor time of this program and of everything it started, by program.</summary>
internal sealed class CpuUse
{
    // USER_HZ of Linux, the same on every architecture that .NET runs on.
    private const double TicksPerSecond = 100;
    private readonly Dictionary<string, double> seconds = Read();
    private readonly long start = Ticks.Now;

    /// <returns>Cores used on average since the beginning, largest first.</returns>
    public IReadOnlyList<(string Program, double Cores)> SinceStart()
    {
        var elapsed = Ticks.Milliseconds(start, Ticks.Now) / 1000;
        return [.. Read().Select(now => (now.Key, (now.Value - seconds.GetValueOrDefault(now.Key)) / elapsed)).Where(use => use.Item2 >= 0.005).OrderByDescending(use => use.Item2)];
    }

    private static Dictionary<string, double> Read()
    {
        var processes = Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => int.TryParse(n, out _))
            .Select(ReadOne).OfType<One>().ToDictionary(p => p.Id);
        return processes.Values.Where(p => IsOurs(p, processes)).GroupBy(Name).ToDictionary(g => g.Key, g => g.Sum(p => p.Seconds));
    }

    private static string Name(One process) => process.Id == Environment.ProcessId ? "load"
        : process.Command.Contains("ServiceRouter.Host.dll", StringComparison.Ordinal) ? "service"
        : process.Command.Contains("floor-server", StringComparison.Ordinal) ? "floor"
        : process.Program switch { "beam.smp" => "RabbitMQ", "postgres" => "PostgreSQL", _ => "other" };

    private static bool IsOurs(One process, Dictionary<int, One> all)
    {
        for (One? p = process; p is not null; p = all.GetValueOrDefault(p.Parent))
            if (p.Id == Environment.ProcessId) return true;
        return false;
    }

    private static One? ReadOne(string id)
    {
        try
        {
            // The name may hold spaces and parentheses: fields are counted after the last one.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var end = text.LastIndexOf(')');
            var fields = text[(end + 2)..].Split(' ');
            return new One(
                int.Parse(id, CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), text[(text.IndexOf('(') + 1)..end],
                File.ReadAllText($"/proc/{id}/cmdline"), (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
        catch (IOException)
        {
            // Ended meanwhile.
            return null;
        }
    }

    private sealed record One(int Id, int Parent, string Program, string Command, double Seconds);
}
