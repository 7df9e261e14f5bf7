using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator;

/// <summary>One phone on the line, as the person who holds it uses it. Safe to use from any thread.</summary>
public sealed class SimulatedCall
{
    internal static readonly IReadOnlyList<Heard> Ears = [Heard.Voice, Heard.Person, Heard.Sound];
    internal static readonly IReadOnlyList<Heard> Eyes = [Heard.Line, Heard.Fault];

    private readonly CallLeg leg;
    private int heardUpTo;

    internal SimulatedCall(CallLeg leg) => this.leg = leg;

    public string Sid => leg.Sid;

    /// <summary>The caller: the citizen, or for a phone that the service rings the number that it shows.</summary>
    public string From => leg.Origin.From;

    public string To => leg.Origin.To;

    /// <summary>In the provider's words: queued, ringing, in-progress, completed, busy, failed, no-answer, canceled.</summary>
    public string Status => leg.Status;

    public Transcript Transcript => leg.Transcript;

    /// <summary>Presses keys, one after the other: <c>0-9 * #</c>.</summary>
    public void Presses(string keys)
    {
        leg.Hear(Heard.Pressed, keys);
        foreach (var other in leg.Company?.Invoke() ?? [])
            other.Hear(Heard.Person, $"[{keys}]");
        foreach (var key in keys)
            leg.Mailbox.Post(new KeyPressed(key));
    }

    /// <param name="words">What is said, to the service or to the people on the line.</param>
    /// <param name="confidence">0 to 1: how sure the recognition is.</param>
    /// <param name="goesOn">More will follow within the speech time-out; otherwise the sentence ends at once.</param>
    public void Says(string words, double confidence = 0.9, bool goesOn = false)
    {
        leg.Hear(Heard.Said, words);
        if (leg.Company is not { } company)
            leg.Mailbox.Post(new WordsSaid(words, confidence, goesOn));
        else
            foreach (var other in company())
                other.Hear(Heard.Person, words);
    }

    public void HangsUp() => Over("hung up");

    /// <summary>The line is lost: a tunnel, an empty battery. The service sees no difference to a hang-up.</summary>
    public void Drops() => Over("line lost");

    /// <summary>Takes a ringing phone.</summary>
    public void Answers() => leg.Mailbox.Post(new RingAnswered(true));

    /// <summary>Presses a ringing call away: busy.</summary>
    public void Refuses() => leg.Mailbox.Post(new RingAnswered(false));

    /// <summary>Cuts the WebSocket of a relay session as a lost connection does; nothing happens without one.</summary>
    public void CutsRelay() => leg.CutRelay?.Invoke();

    /// <summary>Waits until these words come, from the service or from another person; letter case, spaces and kind of apostrophe do not count.</summary>
    /// <returns>The whole line.</returns>
    /// <exception cref="NotHeardException">They did not come in time, or the call ended before.</exception>
    public Task<string> HearsAsync(string words) => FindAsync(words, Ears);

    /// <summary>Waits until something happens to the call: a status, "queue", "joined", "left", a fault.</summary>
    /// <exception cref="NotHeardException">It did not happen in time, or the call ended before.</exception>
    public Task<string> SeesAsync(string words) => FindAsync(words, Eyes);

    /// <summary>Waits until the call is over.</summary>
    /// <returns>Its last status.</returns>
    public async Task<string> EndsAsync()
    {
        using var patience = new CancellationTokenSource(leg.Network.Settings.Patience);
        try
        {
            await foreach (var _ in Transcript.ReadAsync(0, patience.Token))
                continue;
        }
        catch (OperationCanceledException)
        {
            throw new NotHeardException($"{this} should be over, and is {Status}:\n{Transcript}");
        }

        return Status;
    }

    public override string ToString() => $"call {Sid} from {From} to {To}";

    private void Over(string how)
    {
        if (leg.IsOver)
            return;
        leg.Hear(Heard.Line, how);
        leg.Mailbox.Interrupt(new LineOver(how));
    }

    /// <summary>Looks at what is there already, behind what was found last.</summary>
    internal string? Find(string words, IReadOnlyList<Heard> kinds)
    {
        var lines = Transcript.Lines;
        for (var at = heardUpTo; at < lines.Count; at++)
        {
            if (!Fits(lines[at], words, kinds))
                continue;
            heardUpTo = at + 1;
            return lines[at].Text;
        }

        return null;
    }

    internal string Missing(string words, string why) => $"{this}: « {words} » did not come after line {heardUpTo} ({why}):\n{Transcript}";

    private async Task<string> FindAsync(string words, IReadOnlyList<Heard> kinds)
    {
        using var patience = new CancellationTokenSource(leg.Network.Settings.Patience);
        var at = heardUpTo;
        try
        {
            await foreach (var line in Transcript.ReadAsync(at, patience.Token))
            {
                at++;
                if (!Fits(line, words, kinds))
                    continue;
                heardUpTo = at;
                return line.Text;
            }
        }
        catch (OperationCanceledException)
        {
            throw new NotHeardException(Missing(words, "and nothing more came"));
        }

        throw new NotHeardException(Missing(words, "the call ended"));
    }

    private static bool Fits(TranscriptLine line, string words, IReadOnlyList<Heard> kinds) =>
        kinds.Contains(line.What) && Squeezed(line.Text).Contains(Squeezed(words), StringComparison.Ordinal);

    private static string Squeezed(string text) =>
        string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).Replace('’', '\'').ToLowerInvariant();
}

/// <summary>An expectation about a call was not met; the message holds the transcript.</summary>
public sealed class NotHeardException : Exception
{
    public NotHeardException() { }

    public NotHeardException(string message) : base(message) { }

    public NotHeardException(string message, Exception inner) : base(message, inner) { }
}
