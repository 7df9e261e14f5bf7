using System.Globalization;
using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator;

/// <summary>What a line of a transcript is about.</summary>
public enum Heard
{
    /// <summary>The service spoke.</summary>
    Voice,

    /// <summary>A sound was played: its URL.</summary>
    Sound,

    /// <summary>Another person on the line spoke, or pressed a key.</summary>
    Person,

    /// <summary>This person spoke.</summary>
    Said,

    /// <summary>This person pressed keys.</summary>
    Pressed,

    /// <summary>Something happened to the call.</summary>
    Line,

    /// <summary>The service did something wrong, with Twilio's code.</summary>
    Fault,
}

/// <summary>One line of what happened at this phone.</summary>
/// <param name="At">When.</param>
/// <param name="What">Kind.</param>
/// <param name="Text">Words, keys, or what happened.</param>
/// <param name="Language">Language of spoken words, where it was said.</param>
public sealed record TranscriptLine(DateTimeOffset At, Heard What, string Text, string? Language = null)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:HH:mm:ss.f} {What}: {Text}");
}

/// <summary>What was heard, said and pressed at one phone, in order. Grows while the call lives.</summary>
public sealed class Transcript
{
    private readonly Growing<TranscriptLine> lines = new();

    /// <summary>The call is over and nothing comes any more.</summary>
    public bool IsClosed => lines.IsClosed;

    public IReadOnlyList<TranscriptLine> Lines => lines.Items;

    /// <summary>The lines from <paramref name="from"/> on, as they come, until the call is over.</summary>
    public IAsyncEnumerable<TranscriptLine> ReadAsync(int from = 0, CancellationToken cancel = default) => lines.ReadAsync(from, cancel);

    public override string ToString() => string.Join('\n', Lines);

    internal void Add(TranscriptLine line) => lines.Add(line);

    internal void Close() => lines.Close();
}
