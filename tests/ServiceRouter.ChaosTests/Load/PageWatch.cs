using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// Somebody who opens the public pages of every node again and again while something is away, and looks at the clock; with the webhooks, where a
/// service takes them: a provider waits for seconds, and tells the caller then that something went wrong.
/// </summary>
internal sealed class PageWatch : IAsyncDisposable
{
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<TimeSpan> pages = [];
    private readonly ConcurrentBag<TimeSpan> webhooks = [];
    private readonly Task watching;
    private readonly bool nodesRestart;
    private int silences;
    private int refusals;
    private int failures;

    /// <param name="town">Whose nodes it asks.</param>
    /// <param name="withWebhooks">Calls and writes as well; the service has <see cref="CallsAndTexts.Settings"/>.</param>
    /// <param name="nodesRestart">A node may end by itself and start again: that nobody listens for a while is told, and is no breach.</param>
    public PageWatch(Town town, bool withWebhooks = false, bool nodesRestart = false)
    {
        this.nodesRestart = nodesRestart;
        watching = Task.WhenAll(Enumerable.Range(0, town.Fronts.Count).SelectMany(number => withWebhooks ? (Task[])[OpenPagesAsync(town, number), CallAsync(town, number)] : [OpenPagesAsync(town, number)]));
    }

    /// <summary>How long answers took, and how many did not come, or were none of ours.</summary>
    public string Facts => string.Create(CultureInfo.InvariantCulture,
        $"{pages.Count} pages p50, p99, max {Verdict.Times([.. pages])}{(webhooks.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $", {webhooks.Count} webhooks {Verdict.Times([.. webhooks])}"))}, {Faults}, nobody listened to {refusals}");

    /// <summary>What is wrong with answers, whatever their time.</summary>
    public IEnumerable<string> Breaches
    {
        get
        {
            if (silences + failures > 0) yield return $"pages or webhooks: {Faults}";
            if (refusals > 0 && !nodesRestart) yield return $"pages or webhooks: nobody listened to {refusals}";
        }
    }

    /// <summary>The longest that anybody waited, also for nothing.</summary>
    public TimeSpan Slowest => pages.Concat(webhooks).DefaultIfEmpty().Max();

    private string Faults => string.Create(CultureInfo.InvariantCulture, $"{silences} did not come within {Fronts.OneTry.TotalSeconds:0} s, {failures} said that the service failed");

    private async Task OpenPagesAsync(Town town, int number)
    {
        while (!end.IsCancellationRequested)
        {
            var receipt = town.Ledger.Read() is { Count: > 0 } promises ? promises[^1].Receipt : null;
            foreach (var path in new[] { "/", "/humain", "/espaces?lieu=23000", receipt is null ? "/demande" : $"/demande/{receipt}" })
                // 503 with a page that tells what is away is an answer; 500 is none.
                await AskAsync(town.Fronts.Node(number), () => new HttpRequestMessage(HttpMethod.Get, path), pages, answer => answer.Status != 500);
            await Task.Delay(BetweenRounds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CallAsync(Town town, int number)
    {
        while (!end.IsCancellationRequested)
        {
            // Whoever listens must hear something: any other status is silence on the line.
            await AskAsync(town.Fronts.Node(number), CallsAndTexts.Call, webhooks, answer => answer is { Status: 200 } && answer.Body.Contains("<Say", StringComparison.Ordinal));
            await AskAsync(town.Fronts.Node(number), CallsAndTexts.Text, webhooks, answer => answer is { Status: 200 } && answer.Body.Contains("<Response", StringComparison.Ordinal));
            await Task.Delay(BetweenRounds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(HttpClient node, Func<HttpRequestMessage> make, ConcurrentBag<TimeSpan> answered, Func<Answer, bool> isOurs)
    {
        var from = Stopwatch.GetTimestamp();
        var (answer, isTooLate) = await Fronts.AskAsync(node, make, CancellationToken.None);
        if (answer is null)
        {
            Interlocked.Increment(ref isTooLate ? ref silences : ref refusals);
            // Whoever waited in vain waited longest of all.
            if (isTooLate) answered.Add(Fronts.OneTry);
            return;
        }
        if (!isOurs(answer)) Interlocked.Increment(ref failures);
        answered.Add(Stopwatch.GetElapsedTime(from));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
    }
}
