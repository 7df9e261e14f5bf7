using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Somebody who asks the assistant one question after the other, each in a new conversation, and wants to see the offer of a human under its answer.</summary>
internal sealed class AskerOfTheAssistant(int number, Fronts fronts)
{
    private const string Question = "quelle est la couleur du ciel";

    // As the service says it: two parts of the assistant, and each may take its whole time.
    private const string Failed = "est en panne";
    private static readonly TimeSpan OneTry = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    /// <summary>How long each answer took that said that the assistant has failed.</summary>
    public ConcurrentBag<TimeSpan> Failures { get; } = [];

    /// <summary>What came where a human should have been offered.</summary>
    public ConcurrentBag<string> Breaches { get; } = [];

    public async Task AskAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var from = Stopwatch.GetTimestamp();
            var answer = await AskOnceAsync();
            if (answer is not { Status: 200 } || !answer.Body.Contains("Voulez-vous parler", StringComparison.Ordinal) || !answer.Body.Contains("\"oui\"", StringComparison.Ordinal))
                Breaches.Add($"whoever asked the assistant was not offered a human: {answer?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"}");
            else if (answer.Body.Contains(Failed, StringComparison.Ordinal)) Failures.Add(Stopwatch.GetElapsedTime(from));
            await Task.Delay(Between, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Every second one by the page's script, the others as a browser without one.</summary>
    private async Task<Answer?> AskOnceAsync()
    {
        var byScript = number % 2 == 0;
        var sent = await Fronts.TryAsync(fronts.Node(number), () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = new FormUrlEncodedContent([new("texte", Question), new("vu", "0")]) }.From(number);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(byScript ? "application/json" : "text/html"));
            return request;
        }, CancellationToken.None, OneTry);
        if (byScript || sent is not { Status: 302 }) return sent;
        return await Fronts.TryAsync(fronts.Node(number), () =>
        {
            var page = new HttpRequestMessage(HttpMethod.Get, "/chat").From(number);
            page.Headers.TryAddWithoutValidation("Cookie", sent.Cookies);
            return page;
        }, CancellationToken.None, OneTry);
    }
}
