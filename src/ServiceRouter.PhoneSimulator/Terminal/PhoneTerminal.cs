using System.Globalization;

namespace ServiceRouter.PhoneSimulator.Terminal;

/// <summary>What a person at the terminal has.</summary>
/// <param name="From">The citizen's number.</param>
/// <param name="To">The service's voice number.</param>
/// <param name="SmsTo">The service's number for messages; nothing when it has none.</param>
/// <param name="Counsellors">Phones of counsellors that also ring in this terminal.</param>
/// <param name="WavDirectory">Where what was said is written as sound; nothing when it is not.</param>
public sealed record TerminalSettings(string From, string To, string? SmsTo = null, IReadOnlyList<string>? Counsellors = null, string? WavDirectory = null);

/// <summary>A phone in the terminal: prompts are read, keys and sentences typed, several calls at once.</summary>
public sealed class PhoneTerminal(PhoneNetwork network, TextReader input, TextWriter output, TerminalSettings settings) : IDisposable
{
    public const string Help = """
        digits * #       press keys                 any other line   say it
        /new [FROM]      one more call              /N               talk on call N
        /hangup /drop    hang up, lose the line     /answer /refuse  take a ringing phone, or not
        /sms TEXT        write a message            /calls /help /quit
        """;

    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly List<SimulatedCall> calls = [];
    private readonly Lock gate = new();
    private int current = -1;

    /// <summary>Runs until the input ends, <c>/quit</c>, or <paramref name="cancel"/>.</summary>
    /// <returns>0.</returns>
    public async Task<int> RunAsync(CancellationToken cancel = default)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await WriteAsync(Help);
        var followed = new List<Task> { TextsAsync(over.Token) };
        followed.AddRange((settings.Counsellors ?? []).Select(address => RingsAsync(address, followed, over.Token)));
        Add(network.Call(settings.From, settings.To), followed, over.Token);
        try
        {
            while (await input.ReadLineAsync(over.Token) is { } line && line.Trim() is not "/quit")
                if (line.Trim().Length > 0)
                    await DoAsync(line.Trim(), followed, over.Token);
        }
        catch (OperationCanceledException)
        {
            // The terminal is closed.
        }

        foreach (var call in Known())
            call.HangsUp();
        await network.SettledAsync();
        await over.CancelAsync();
        await Task.WhenAll(Followed(followed));
        return 0;
    }

    public void Dispose() => writing.Dispose();

    private async Task DoAsync(string line, List<Task> followed, CancellationToken cancel)
    {
        var (word, rest) = line.Split(' ', 2, StringSplitOptions.TrimEntries) switch { [var first, var second] => (first, second), var only => (only[0], "") };
        switch (word)
        {
            case "/help":
                await WriteAsync(Help);
                break;
            case "/new":
                Add(network.Call(rest.Length > 0 ? rest : settings.From, settings.To), followed, cancel);
                break;
            case "/calls":
                await WriteAsync(string.Join('\n', Known().Select((call, at) => $"{(at == current ? '*' : ' ')}{at + 1} {call.From} → {call.To} {call.Status}")));
                break;
            case "/sms" when settings.SmsTo is { } number && rest.Length > 0:
                await network.Messages.WritesAsync(settings.From, number, rest);
                break;
            case "/sms":
                await WriteAsync(settings.SmsTo is null ? "the service has no number for messages" : "/sms TEXT");
                break;
            case "/hangup":
                Current()?.HangsUp();
                break;
            case "/drop":
                Current()?.Drops();
                break;
            case "/answer":
                Current()?.Answers();
                break;
            case "/refuse":
                Current()?.Refuses();
                break;
            case ['/', .. var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at >= 1 && at <= Known().Count:
                current = at - 1;
                break;
            case ['/', ..]:
                await WriteAsync($"{word}: no such command; /help");
                break;
            default:
                if (Current() is not { } call || call.Transcript.IsClosed)
                    await WriteAsync("there is no call: /new");
                else if (line.All(key => "0123456789*#".Contains(key, StringComparison.Ordinal)))
                    call.Presses(line);
                else
                    call.Says(line);
                break;
        }
    }

    private void Add(SimulatedCall call, List<Task> followed, CancellationToken cancel)
    {
        lock (gate)
        {
            calls.Add(call);
            current = calls.Count - 1;
            followed.Add(FollowAsync(call, calls.Count, cancel));
        }
    }

    private async Task FollowAsync(SimulatedCall call, int number, CancellationToken cancel)
    {
        await WriteAsync($"[{number}] {call.From} → {call.To}");
        using var wav = settings.WavDirectory is { } folder ? new SpokenFiles(folder, number) : null;
        await foreach (var line in Quietly(call.Transcript.ReadAsync(0, cancel), cancel))
        {
            if (line.What is Heard.Said or Heard.Pressed)
                continue; // It was typed here.
            await WriteAsync($"[{number}] {Mark(line.What)} {line.Text}");
            if (line.What == Heard.Voice && wav is not null && await wav.WriteAsync(line.Text, line.Language, cancel) is { } problem)
                await WriteAsync($"[{number}] ! {problem}");
        }
    }

    private async Task RingsAsync(string address, List<Task> followed, CancellationToken cancel)
    {
        await foreach (var call in Quietly(network.AllRingsAsync(address, cancel), cancel))
            Add(call, followed, cancel);
    }

    private async Task TextsAsync(CancellationToken cancel)
    {
        await foreach (var text in Quietly(network.Messages.ReadAsync(settings.From, cancel), cancel))
            await WriteAsync($"SMS {text.From}: {text.Body}");
    }

    private static string Mark(Heard what) => what switch
    {
        Heard.Voice => "🔊",
        Heard.Sound => "♪",
        Heard.Person => "👤",
        Heard.Fault => "!",
        _ => "·",
    };

    private List<SimulatedCall> Known()
    {
        lock (gate)
            return [.. calls];
    }

    private List<Task> Followed(List<Task> followed)
    {
        lock (gate)
            return [.. followed];
    }

    private SimulatedCall? Current() => Known().ElementAtOrDefault(current);

    private async Task WriteAsync(string text)
    {
        await writing.WaitAsync();
        try
        {
            await output.WriteLineAsync(text);
            await output.FlushAsync();
        }
        finally
        {
            writing.Release();
        }
    }

    // Cancelling is how following ends, not a failure.
    private static async IAsyncEnumerable<T> Quietly<T>(IAsyncEnumerable<T> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var items = source.GetAsyncEnumerator(cancel);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return items.Current;
        }
    }
}
