using System.Globalization;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.DeadLetters;

/// <summary>
/// An asking whose message could not be taken, as raw as necessary: its citizen holds a receipt, so whatever can be read is kept, and whatever
/// cannot is replaced by what every request may have. Field by field, also in text that is no JSON any more.
/// </summary>
internal static class RawAsking
{
    private const int LongestWord = 60;
    private const int LongestTerritory = 3;

    /// <summary>With all that can be used.</summary>
    /// <param name="failed">The message.</param>
    /// <param name="newReceipt">Makes a receipt for one whose own cannot be read.</param>
    /// <param name="openNumber">Opens a number that was closed for the asking of that identity; null when it cannot be opened.</param>
    public static HandoffAsked Of(FailedMessage failed, Func<string> newReceipt, Func<string, Guid, string?> openNumber)
    {
        var read = ReadFailedMessage.Fields(failed.Body);
        var bare = Bare(failed, newReceipt);
        // Damaged bytes of a disk may hold pieces of two askings, and digits that nobody typed: no receipt opens another's conversation, and no stranger is called.
        Func<string, string?> readOfOne = failed.FailedBy != FailedBy.Journal || ReadFailedMessage.IsWhole(failed.Body) ? read : _ => null;
        var number = Word(readOfOne("callBackNumber") ?? (readOfOne("sealedNumber") is { } closed ? openNumber(closed, bare.HandoffId) : null), LongestWord);
        return bare with
        {
            ConversationId = Id(readOfOne("conversationId")) is { } conversation && conversation != Guid.Empty ? conversation : bare.ConversationId,
            KeyHash = Word(readOfOne("keyHash"), 64),
            Channel = readOfOne("channel") is ChannelName.Phone or ChannelName.Sms ? readOfOne("channel")! : ChannelName.Web,
            Language = Language(read("language")),
            RefusesAssistant = bool.TryParse(read("refusesAssistant"), out var refuses) && refuses,
            ShownReceipt = ReceiptCode.Parse(readOfOne("shownReceipt")),
            Reason = Word(read("reason"), LongestWord) ?? bare.Reason,
            Skill = Word(read("skill"), LongestWord) ?? bare.Skill,
            Rank = Enum.TryParse<HandoffRank>(read("rank"), out var rank) && Enum.IsDefined(rank) ? rank.ToString() : bare.Rank,
            Actor = Word(read("actor"), LongestWord) ?? bare.Actor,
            CallBackNumber = number,
            // Nobody can be called: it waits in the queue, where people see it now.
            CallBackAt = number is null ? null : Moment(readOfOne("callBackAt")),
            ShownAt = Moment(readOfOne("shownAt")),
            Distress = Word(read("distress"), LongestWord),
            Territory = Word(readOfOne("territory"), LongestTerritory),
            Agrees = Yes(read("agrees")),
            // Of the moment, and so of one asking like it.
            DateIsOurs = Yes(readOfOne("dateIsOurs")),
            TimeMayBeBehind = Yes(read("timeMayBeBehind")),
            SentAs = Word(readOfOne("sentAs"), SentWords.MarkLength),
        };
    }

    /// <summary>With nothing but its identity, receipt and time: for an asking that cannot be taken otherwise.</summary>
    public static HandoffAsked Bare(FailedMessage failed, Func<string> newReceipt)
    {
        var (read, ask) = (ReadFailedMessage.Fields(failed.Body), HumanAsk.ByCitizen);
        var id = Id(read("handoffId")) is { } told && told != Guid.Empty ? told : failed.Id;
        return new HandoffAsked(
            id, ReceiptCode.Parse(read("receipt")) ?? newReceipt(), Moment(read("askedAt")) is { } at && at <= failed.FailedAt ? at : failed.FailedAt,
            // Nobody else's conversation: one of its own, which the receipt opens.
            id, null, ChannelName.Web, "fr", RefusesAssistant: false, null, ask.Reason, ask.Skill, ask.Rank.ToString(), ask.Actor, null, null);
    }

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year > 2000
            // Whole microseconds in UTC: what the rows keep.
            ? at.ToUniversalTime().AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond))
            : null;

    private static bool? Yes(string? text) => bool.TryParse(text, out var said) && said ? true : null;

    private static string? Word(string? text, int longest) => PlainText.OrNull(text) is { } word && word.Length <= longest ? word : null;

    private static string Language(string? text) => text is { Length: 2 } && text.All(char.IsAsciiLetterLower) ? text : "fr";
}
