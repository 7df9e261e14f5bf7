using System.Text;
using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.TwiML;

namespace ServiceRouter.PhoneSimulator.Relay;

/// <summary>The voice of a relay session: tokens become sentences, and a sentence takes time that a caller can cut short.</summary>
internal sealed class RelayVoice(CallLeg leg)
{
    private readonly StringBuilder tokens = new();
    private string spoken = "";
    private long startedAt;
    private TimeSpan length;

    /// <summary>Whether what sounds now may be cut short.</summary>
    public bool MayBeInterrupted { get; private set; }

    /// <summary>Something sounds, or tokens have come and their end has not.</summary>
    public bool IsSpeaking => tokens.Length > 0 || (length > TimeSpan.Zero && Elapsed < length);

    private TimeSpan Elapsed => leg.Network.Time.GetElapsedTime(startedAt);

    public void Token(string token, bool isLast, string? language, bool mayBeInterrupted)
    {
        if (tokens.Length == 0)
            startedAt = leg.Network.Time.GetTimestamp();
        tokens.Append(token);
        MayBeInterrupted = mayBeInterrupted;
        if (isLast)
            Speak(language);
    }

    /// <returns>What was heard until now, and for how long.</returns>
    public (string Heard, TimeSpan After) Interrupt()
    {
        string heard;
        if (tokens.Length > 0)
        {
            heard = tokens.ToString().Trim();
            leg.Hear(Heard.Voice, heard);
        }
        else
        {
            heard = spoken[..(int)(spoken.Length * Math.Clamp(Elapsed / length, 0, 1))];
        }

        tokens.Clear();
        length = TimeSpan.Zero;
        return (heard, Elapsed);
    }

    private void Speak(string? language)
    {
        spoken = tokens.ToString().Trim();
        tokens.Clear();
        if (spoken.Length == 0)
            return;
        leg.Hear(Heard.Voice, spoken, language);
        length = Prompt.Length(leg, spoken);
    }
}
