using ServiceRouter.Benchmarks.Ask;
using ServiceRouter.Benchmarks.Calls;
using ServiceRouter.Benchmarks.Floor;
using ServiceRouter.Benchmarks.Ledger;
using ServiceRouter.Benchmarks.Lifecycle;
using ServiceRouter.Benchmarks.Service;
using ServiceRouter.Benchmarks.Start;

namespace ServiceRouter.Benchmarks;

/// <summary>Picks the bench by its name.</summary>
internal static class Bench
{
    private const string Usage = """
        usage: ./run bench floor|ask|lifecycle|calls|start|ledger [--option value ...]; docs/performance.md says what they mean
          floor       a bare program: commit, quorum queue, event stream       --n 2000
          ask         the button to the offer, beside the floor                --n 2000 --repeat 1 --open 2000 --rate 50 --long --statements --counsellors 200
          lifecycle   whole requests per second                                --seconds 30 --repeat 1 --citizens 64 --counsellors 200 --warmup 15 --statements
          calls       many calls at once, lost ones, webhooks                  --calls 200 --counsellors 40 --minutes 1 --warmup 20 --ramp 20 --think 2 --talk 4 --statements
          start       embedded start to the first page served                  --n 5
          ledger      what it costs that anyone can check, after months        --n 300000 --months 12 --repeat 1 --counsellors 200
        --program FOLDER with any of them measures what dotnet publish has put there
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (args is ["floor-server", .. var server]) return await FloorServer.RunAsync(BenchArguments.Parse(server));
        var arguments = BenchArguments.Parse(args.Skip(1));
        Func<BenchRun, Task>? bench = args.FirstOrDefault() switch
        {
            "floor" => FloorBench.RunAsync,
            "ask" => AskBench.RunAsync,
            "lifecycle" => LifecycleBench.RunAsync,
            "calls" => CallsBench.RunAsync,
            "start" => StartBench.RunAsync,
            "ledger" => LedgerBench.RunAsync,
            _ => null,
        };
        if (bench is null)
        {
            await log.WriteLineAsync(Usage);
            return 2;
        }
        if (arguments.Has("program")) ServiceProgram.Measure(arguments.Text("program"));
        await bench(new BenchRun(arguments, output, log));
        return 0;
    }
}

/// <summary>What a bench gets: its options, where its table goes, where it says how far it is.</summary>
internal sealed record BenchRun(BenchArguments Arguments, TextWriter Output, TextWriter Log);
