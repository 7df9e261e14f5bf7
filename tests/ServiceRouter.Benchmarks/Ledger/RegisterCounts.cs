using System.Net.Http.Json;
using System.Text.Json;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Benchmarks.Service;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>
/// <c>/registre.json</c> of a fresh node without jobs, from the question to the first answer that was counted after it. A count is told again for some seconds, and one that takes long is told when it is
/// done: who asks meanwhile gets the one before.
/// </summary>
internal sealed class RegisterCounts
{
    // Longer than the waits are kept.
    private static readonly TimeSpan WaitsKept = TimeSpan.FromSeconds(61);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // An answer that was there already takes a few; one that took longer waited for the count under way.
    private const double Waited = 500;

    // Citizens are answered by every role; this one has no jobs.
    private static readonly string[] WithoutJobs = ["--Roles", "Front"];

    /// <summary>The first of all.</summary>
    public Samples First { get; } = new();

    /// <summary>The next ones, within a minute.</summary>
    public Samples Next { get; } = new();

    /// <summary>Those after a minute, in which the waits of thirty days are ranked anew.</summary>
    public Samples AfterAMinute { get; } = new();

    /// <param name="stage">Whose database.</param>
    /// <param name="requests">That are there.</param>
    /// <exception cref="InvalidOperationException">It counts others.</exception>
    public async Task MeasureAsync(LedgerStage stage, int requests)
    {
        await using var node = await stage.StartNodeAsync(WithoutJobs);
        var start = Ticks.Now;
        var (asOf, milliseconds) = await CountAsync(node, requests, before: null);
        First.Add(milliseconds);
        for (var i = 0; i < 3; i++)
        {
            (asOf, milliseconds) = await CountAsync(node, requests, asOf);
            Next.Add(milliseconds);
        }
        var left = WaitsKept - TimeSpan.FromMilliseconds(Ticks.Milliseconds(start, Ticks.Now));
        if (left > TimeSpan.Zero) await Task.Delay(left);
        AfterAMinute.Add((await CountAsync(node, requests, asOf)).Milliseconds);
    }

    private static async Task<(DateTimeOffset AsOf, double Milliseconds)> CountAsync(ChildProgram node, int requests, DateTimeOffset? before)
    {
        var (began, since) = (Ticks.Now, (long?)null);
        while (Ticks.Now - began < Ticks.Of(Patience))
        {
            var start = Ticks.Now;
            var register = await node.Http.GetFromJsonAsync<JsonElement>("/registre.json");
            var (end, asOf) = (Ticks.Now, register.GetProperty("asOf").GetDateTimeOffset());
            if (register.GetProperty("asked").GetInt64() != requests || register.GetProperty("gap").GetInt64() != 0) throw new InvalidOperationException($"The register counts others than the {requests} that are there: {register.GetProperty("asked")}");
            if (asOf != before) return (asOf, Ticks.Milliseconds(since ?? start, end));
            if (Ticks.Milliseconds(start, end) >= Waited) since ??= start;
            else await Task.Delay(Between);
        }
        throw new TimeoutException($"The register was not counted anew within {Patience}");
    }
}
