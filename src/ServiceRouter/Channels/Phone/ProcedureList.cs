using System.Globalization;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone;

/// <summary>The procedures by key, three at a time: nobody has to speak to be understood. Pure.</summary>
internal sealed class ProcedureList(FlowShelf shelf)
{
    private const int AtOnce = 3;
    private static readonly StringComparer ByName = StringComparer.Create(CultureInfo.GetCultureInfo("fr"), ignoreCase: true);

    private IReadOnlyList<Flow> Flows => [.. shelf.Library.Flows.Where(flow => flow.Channels.Contains(FlowChannel.Voice)).OrderBy(flow => NameOf(flow, "fr"), ByName)];

    /// <summary>Whether any of them is talked in the language.</summary>
    public bool Speaks(string language) => Flows.Any(flow => flow.Languages.Contains(language));

    /// <summary>The sentences of a page; after the last page comes the first.</summary>
    public IReadOnlyList<string> Read(int page, string language)
    {
        var lines = Page(page).Select((flow, at) => Texts.Say("PressFor", language, NameOf(flow, language), at + 1)).ToList();
        if (Flows.Count > AtOnce) lines.Add(Texts.Say("PressForOthers", language, PhoneKeys.More));
        return lines;
    }

    /// <summary>The flow behind a key of a page; null when there is none.</summary>
    public Flow? Pick(int page, string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 ? Page(page).ElementAtOrDefault(number - 1) : null;

    public static string NameOf(Flow flow, string language) => flow.Title.In(language, FlowChannel.Voice);

    private IEnumerable<Flow> Page(int page)
    {
        var pages = Math.Max(1, (Flows.Count + AtOnce - 1) / AtOnce);
        return Flows.Skip(page % pages * AtOnce).Take(AtOnce);
    }
}
