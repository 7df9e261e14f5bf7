using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>Every text exists in each language and for each channel that the flow claims, and is no longer than the channel bears.</summary>
internal static class CheckTexts
{
    private const int LongestLabel = 80;

    public static IEnumerable<FlowProblem> Of(Flow flow) =>
        from written in WrittenText.AllOf(flow)
        from language in flow.Languages
        from channel in flow.Channels
        let reason = Reason(written, language, channel)
        where reason is not null
        select new FlowProblem(flow.File, written.Text.Line, written.Step?.Id, reason);

    private static string? Reason(WrittenText written, string language, FlowChannel channel)
    {
        var place = $"{written.What} for {NameOf(channel)} in {language}";
        var text = written.Text.Exact(language, channel);
        if (string.IsNullOrWhiteSpace(text))
            return $"{place} is missing";
        var longest = written.Short ? LongestLabel : Longest(channel);
        return text.Length <= longest ? null : $"{place} has {text.Length} characters, at most {longest}: write a shorter `{NameOf(channel)}` form";
    }

    private static int Longest(FlowChannel channel) => channel switch
    {
        FlowChannel.Voice => 320, // about 20 seconds of speech
        FlowChannel.Sms => 306, // two GSM parts of 153
        _ => 1000,
    };

    private static string NameOf(FlowChannel channel) => channel switch
    {
        FlowChannel.Voice => "voice",
        FlowChannel.Sms => "sms",
        _ => "web",
    };
}
