using System.Text.RegularExpressions;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Sms;

/// <summary>One text message.</summary>
/// <param name="Text">What it says.</param>
/// <param name="WholeUpTo">Number of the last activity that is said to its end once this message has left; 0 when that is none of them.</param>
internal sealed record ShortMessage(string Text, int WholeUpTo);

/// <summary>Activities as text messages: choices with the number to send, no web addresses of ours, what a person wrote as it was written, cut between lines where one message cannot hold them. Pure.</summary>
internal static partial class WrittenShort
{
    /// <summary>Six parts: beyond it phones and networks differ.</summary>
    private const int Longest = 6 * 153;

    /// <summary>The messages that say these activities, in order.</summary>
    public static IReadOnlyList<ShortMessage> Of(IEnumerable<ActivityView> said, string language)
    {
        var messages = new List<ShortMessage>();
        var (open, whole) = ("", 0);
        foreach (var activity in said)
        {
            foreach (var line in Lines(activity, language))
            {
                if (open.Length > 0 && open.Length + 1 + line.Length > Longest)
                {
                    messages.Add(new(open, whole));
                    open = "";
                }
                open = open.Length == 0 ? line : $"{open}\n{line}";
            }
            whole = activity.Number;
        }
        if (open.Length > 0) messages.Add(new(open, whole));
        return messages;
    }

    /// <summary>The same of no more activities than fit into so many messages, and of one at least.</summary>
    /// <param name="said">Activities.</param>
    /// <param name="language">Theirs.</param>
    /// <param name="most">Messages, 1 or more.</param>
    /// <returns>Also the number of the last activity that they say; of those that say nothing, the last one.</returns>
    public static (IReadOnlyList<ShortMessage> Messages, int UpTo) AtMost(IReadOnlyList<ActivityView> said, string language, int most)
    {
        var all = Of(said, language);
        if (all.Count <= most) return (all, said.Count == 0 ? 0 : said[^1].Number);
        // What a message begins and does not end is said again from its beginning by the next: it waits for that as a whole.
        var upTo = all[most - 1].WholeUpTo;
        if (upTo < said[0].Number) upTo = said[0].Number;
        return (Of(said.TakeWhile(activity => activity.Number <= upTo), language), upTo);
    }

    private static IEnumerable<string> Lines(ActivityView activity, string language)
    {
        if (activity is not { Author: not Author.Citizen, Text: { } text }) yield break;
        var name = activity.Author == Author.Counsellor && activity.AuthorName is { } author ? $"{author} : " : "";
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var written = activity.Author == Author.Counsellor ? line : Addresses().Replace(line, "");
            foreach (var part in Cut(GsmText.Fold(name + written))) yield return part;
            name = "";
        }
        foreach (var number in activity.Details?.Numbers ?? []) yield return GsmText.Fold($"{number.Label} : {number.Value}");
        foreach (var choice in activity.Details?.Choices ?? [])
            if (choice.Key is { } key) yield return GsmText.Fold(Texts.Say("SendFor.sms", language, key, choice.Label));
    }

    // Never through a sign of two halves: neither of them can be sent.
    private static IEnumerable<string> Cut(string line)
    {
        for (var from = 0; from < line.Length;)
        {
            var upTo = Math.Min(from + Longest, line.Length);
            if (upTo < line.Length && char.IsLowSurrogate(line[upTo])) upTo--;
            yield return line[from..upTo];
            from = upTo;
        }
    }

    [GeneratedRegex(@"\s*(?:\(https?://[^\s)]+\)|https?://\S*[^\s.,;:!?])", RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
