using ServiceRouter.Channels.Phone;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>
/// A round of the wait has mostly nothing to say, and nothing sounds between two: a line that is silent for a minute is taken for dead, and hung up. The third round without
/// a word says one, about each half minute: more often nobody bears it beside the place that is told each minute. Nothing of it needs the database. Pure.
/// </summary>
internal static class SilentRounds
{
    /// <summary>So many in a row are borne; no address, which comes from outside, may tell of more.</summary>
    public const int Most = 2;

    /// <summary>The round, and how many in a row were silent after it.</summary>
    /// <param name="round">What it has to say.</param>
    /// <param name="before">Silent rounds in a row before it.</param>
    /// <param name="word">Name of the text that is said when it is time.</param>
    public static (Spoken Spoken, int Silent) Of(Spoken round, int before, string word) => round switch
    {
        { Next: not SpokenNext.Wait } or { Lines.Count: > 0 } => (round, 0),
        _ when before >= Most => (round with { Lines = [Texts.Say(word, round.Language)] }, 0),
        _ => (round, before + 1),
    };
}
