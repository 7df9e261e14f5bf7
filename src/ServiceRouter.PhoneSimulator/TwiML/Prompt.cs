using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.TwiML;

/// <summary>One thing that is heard: a Say, a Play or a Pause, standing alone or inside a Gather.</summary>
internal static class Prompt
{
    private const int EndlessRepeats = 1000;

    /// <summary>Puts each repetition into the transcript and says how long it takes; the caller of this waits.</summary>
    public static IEnumerable<TimeSpan> Hear(CallLeg leg, TwimlElement prompt)
    {
        if (prompt.Name == "Pause")
        {
            yield return prompt.Seconds("length", TimeSpan.FromSeconds(1));
            yield break;
        }

        var repeats = prompt.Number("loop") switch
        {
            0 => EndlessRepeats,
            > 0 and var given => Math.Min(given, EndlessRepeats),
            _ => 1,
        };
        for (var at = 0; at < repeats; at++)
        {
            var length = prompt.Name == "Say" ? Say(leg, prompt) : Play(leg, prompt);
            // Repetitions take time even for a voice that speaks in none: a thousand of them would come at once.
            yield return repeats > 1 && length < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : length;
        }
    }

    public static TimeSpan Length(CallLeg leg, string text) =>
        leg.Network.Settings.CharactersPerSecond is > 0 and var rate ? TimeSpan.FromSeconds(text.Length / rate) : TimeSpan.Zero;

    private static TimeSpan Say(CallLeg leg, TwimlElement say)
    {
        var text = SpokenText.Of(say.Element);
        if (text.Length == 0)
            return TimeSpan.Zero;
        leg.Hear(Heard.Voice, text, say["language"] ?? "en-US");
        return Length(leg, text) is { Ticks: > 0 } speech ? speech + SpokenText.Breaks(say.Element) : TimeSpan.Zero;
    }

    private static TimeSpan Play(CallLeg leg, TwimlElement play)
    {
        if (play["digits"] is { Length: > 0 } tones)
            leg.Hear(Heard.Sound, $"[{tones}]");
        if (play.Text.Length > 0)
            leg.Hear(Heard.Sound, play.Absolute(play.Text));
        return Length(leg, "a short sound of some seconds, as a rule");
    }
}
