using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Somebody who opens the public pages of every node again and again while something is away, and looks at the clock.</summary>
internal sealed class PageWatch : IAsyncDisposable
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<TimeSpan> answers = [];
    private readonly Task watching;
    private int silences;
    private int failures;

    public PageWatch(Town town) => watching = Task.WhenAll(Enumerable.Range(0, town.Fronts.Count).Select(number => WatchAsync(town, number)));

    /// <summary>How long pages took, and how many did not come, or came without a page of ours.</summary>
    public string Facts => string.Create(CultureInfo.InvariantCulture, $"{answers.Count} pages p50, p99, max {Verdict.Times([.. answers])}, {silences} did not come, {failures} said that the service failed");

    private async Task WatchAsync(Town town, int number)
    {
        while (!end.IsCancellationRequested)
        {
            var receipt = town.Ledger.Read() is { Count: > 0 } promises ? promises[^1].Receipt : null;
            foreach (var path in new[] { "/", "/humain", "/espaces?lieu=23000", receipt is null ? "/demande" : $"/demande/{receipt}" })
            {
                var from = Stopwatch.GetTimestamp();
                var answer = await Fronts.TryAsync(town.Fronts.Node(number), () => new HttpRequestMessage(HttpMethod.Get, path), CancellationToken.None);
                // 503 with a page that tells what is away is an answer; 500 is none.
                if (answer is { Status: 500 }) Interlocked.Increment(ref failures);
                if (answer is null) Interlocked.Increment(ref silences);
                else answers.Add(Stopwatch.GetElapsedTime(from));
            }
            await Task.Delay(BetweenRounds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
    }
}
