using System.Diagnostics;
using System.Text.Json;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>What every case is judged by, whoever came and by whichever door: the register as anyone may ask for it, the log as an auditor checks it, and one holder at a time.</summary>
internal static class AtRest
{
    /// <summary>The command that checks the log, as in ./run.</summary>
    public const string VerifyLog = "verify-log";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>All three, of every request in the database: for the cases that have a load of their own.</summary>
    public static async Task<IReadOnlyList<string>> BreachesAsync(Service service)
    {
        var rows = await Rows.ReadAsync(service, DateTimeOffset.UnixEpoch);
        return [.. rows.Handoffs.Values.SelectMany(OneHolderAtATime.Check), .. await RegisterAgreesAsync(service.Nodes), .. await LogIsWholeAsync(() => service.CommandAsync(VerifyLog))];
    }

    /// <summary>What anyone can check (G5, G12), asked as anyone would, at each node.</summary>
    public static async Task<IReadOnlyList<string>> RegisterAgreesAsync(IEnumerable<RouterNode> nodes)
    {
        var breaches = new List<string>();
        foreach (var node in nodes)
        {
            var answer = await RegisterOfAsync(node);
            if (answer is not { Status: 200 })
            {
                breaches.Add($"register: {node.Name} publishes none, for {Patience.TotalSeconds:0} s ({answer?.Status})");
                continue;
            }
            using var register = JsonDocument.Parse(answer.Body);
            if (register.RootElement.GetProperty("gap").GetInt64() is not 0 and var gap) breaches.Add($"register: {node.Name} publishes a gap of {gap}");
        }
        return breaches;
    }

    /// <summary>No fault may have left a log that an auditor would take for one that was tampered with (G12).</summary>
    /// <param name="verify">Runs <see cref="VerifyLog"/>.</param>
    public static async Task<IReadOnlyList<string>> LogIsWholeAsync(Func<Task> verify)
    {
        try
        {
            await verify();
            return [];
        }
        catch (InvalidOperationException e)
        {
            return [$"log: {e.Message}"];
        }
    }

    // A node whose database was away until a moment ago may need another.
    private static async Task<Answer?> RegisterOfAsync(RouterNode node)
    {
        using var http = new HttpClient { BaseAddress = node.Address, Timeout = Timeout.InfiniteTimeSpan };
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(BetweenLooks))
        {
            var answer = await Fronts.TryAsync(http, () => new HttpRequestMessage(HttpMethod.Get, "/registre.json"), CancellationToken.None, Patience);
            if (answer is { Status: 200 } || clock.Elapsed > Patience) return answer;
        }
    }
}
