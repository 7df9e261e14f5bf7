namespace ServiceRouter.Flows.Language;

/// <summary>What is said, per language and channel. A form that is missing falls back to a longer one rather than to silence:
/// the checker, not the citizen, finds the gap.</summary>
public sealed record FlowText(int Line, IReadOnlyDictionary<string, ChannelForms> Languages)
{
    /// <summary>The language that every flow has.</summary>
    public const string MainLanguage = "fr";

    public string In(string language, FlowChannel channel) =>
        Exact(language, channel) ?? Exact(MainLanguage, channel) ?? Languages.Values.Select(forms => forms.Any).FirstOrDefault(any => any is not null) ?? "";

    /// <summary>The text as written for this language and channel; null when its author left it out.</summary>
    internal string? Exact(string language, FlowChannel channel) =>
        Languages.TryGetValue(language, out var forms) ? forms.For(channel) : null;
}

/// <summary>One language's forms of a text. <paramref name="Default"/> serves each channel without a form of its own.</summary>
public sealed record ChannelForms(string? Default, string? Web = null, string? Voice = null, string? Sms = null)
{
    internal string? Any => Default ?? Web ?? Voice ?? Sms;

    internal string? For(FlowChannel channel) => channel switch
    {
        FlowChannel.Voice => Voice ?? Default ?? Web,
        FlowChannel.Sms => Sms ?? Default ?? Web,
        _ => Web ?? Default,
    };
}
