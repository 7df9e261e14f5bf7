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
    private const int WrongTold = 3;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentBag<TimeSpan> pages = [];
    private readonly ConcurrentBag<TimeSpan> webhooks = [];
    private readonly ConcurrentQueue<string> wrong = [];
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

    private string Faults => string.Create(CultureInfo.InvariantCulture, $"{silences} did not come within {Fronts.OneTry.TotalSeconds:0} s, {failures} were none of ours{(wrong.IsEmpty ? "" : $" ({string.Join(", ", wrong.Take(WrongTold))})")}");

    private async Task OpenPagesAsync(Town town, int number)
    {
        while (!end.IsCancellationRequested)
        {
            var receipt = town.Ledger.Read() is { Count: > 0 } promises ? promises[^1].Receipt : null;
            foreach (var path in new[] { "/", "/humain", "/espaces?lieu=23000", receipt is null ? "/demande" : $"/demande/{receipt}" })
                await AskAsync(town.Fronts.Node(number), () => new HttpRequestMessage(HttpMethod.Get, path), path, pages, IsPage);
            await Task.Delay(BetweenRounds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The page, or one that says what is away, with the way to a person (G1, G3): an empty one is none, whatever its status.</summary>
    private static bool IsPage(Answer answer) => answer is { Status: 302, Location: not null }
        || (answer.Status is 200 or 503 && (answer.Body.Contains("\"/humain\"", StringComparison.Ordinal) || answer.Body.Contains("tel:3939", StringComparison.Ordinal)));

    private async Task CallAsync(Town town, int number)
    {
        while (!end.IsCancellationRequested)
        {
            // Whoever listens must hear something: any other status is silence on the line.
            await AskAsync(town.Fronts.Node(number), CallsAndTexts.Call, "a call", webhooks, answer => answer is { Status: 200 } && answer.Body.Contains("<Say", StringComparison.Ordinal));
            await AskAsync(town.Fronts.Node(number), CallsAndTexts.Text, "a text message", webhooks, answer => answer is { Status: 200 } && answer.Body.Contains("<Response", StringComparison.Ordinal));
            await Task.Delay(BetweenRounds, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(HttpClient node, Func<HttpRequestMessage> make, string what, ConcurrentBag<TimeSpan> answered, Func<Answer, bool> isOurs)
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
        if (!isOurs(answer))
        {
            Interlocked.Increment(ref failures);
            wrong.Enqueue($"{answer.Status} of {answer.Body.Length} characters for {what}");
        }
        answered.Add(Stopwatch.GetElapsedTime(from));
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await watching;
        end.Dispose();
    }
}
