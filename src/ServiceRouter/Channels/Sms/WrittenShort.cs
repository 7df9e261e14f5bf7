using System.Text.RegularExpressions;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Sms;

/// <summary>Activities as text messages: choices with the number to send, no web addresses that would be shortened, cut between lines where one message cannot hold them. Pure.</summary>
internal static partial class WrittenShort
{
    /// <summary>Six parts: beyond it phones and networks differ.</summary>
    private const int Longest = 6 * 153;

    /// <summary>The messages that say these activities, in order.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<ActivityView> said, string language)
    {
        var messages = new List<string>();
        var open = "";
        foreach (var line in said.SelectMany(activity => Lines(activity, language)))
        {
            if (open.Length > 0 && open.Length + 1 + line.Length > Longest)
            {
                messages.Add(open);
                open = "";
            }
            open = open.Length == 0 ? line : $"{open}\n{line}";
        }
        if (open.Length > 0) messages.Add(open);
        return messages;
    }

    private static IEnumerable<string> Lines(ActivityView activity, string language)
    {
        if (activity is not { Author: not Author.Citizen, Text: { } text }) yield break;
        var name = activity.Author == Author.Counsellor && activity.AuthorName is { } author ? $"{author} : " : "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            foreach (var part in GsmText.Fold(name + Addresses().Replace(line, "")).Chunk(Longest)) yield return new string(part);
            name = "";
        }
        foreach (var number in activity.Details?.Numbers ?? []) yield return GsmText.Fold($"{number.Label} : {number.Value}");
        foreach (var choice in activity.Details?.Choices ?? [])
            if (choice.Key is { } key) yield return GsmText.Fold(Texts.Say("SendFor.sms", language, key, choice.Label));
    }

    [GeneratedRegex(@"\s*(?:\(https?://[^\s)]+\)|https?://\S*[^\s.,;:!?])", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
