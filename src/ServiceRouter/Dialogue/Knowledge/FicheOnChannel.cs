using ServiceRouter.Flows.Language;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>As much of a fiche as a channel can carry: the ear and a text message get the first paragraph, which has to be enough alone, and the way without internet.</summary>
internal static class FicheOnChannel
{
    private const string WithoutInternet = "Sans internet";

    public static string Of(string text, FlowChannel channel)
    {
        if (channel == FlowChannel.Web) return text;
        var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return string.Join('\n', paragraphs.Where((paragraph, at) => at == 0 || paragraph.StartsWith(WithoutInternet, StringComparison.OrdinalIgnoreCase)));
    }
}
