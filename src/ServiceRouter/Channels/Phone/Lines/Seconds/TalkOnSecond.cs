using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>What a second counsellor hears, and what the webhooks of that line change. As everywhere, nobody is joined before a key was pressed.</summary>
public sealed class TalkOnSecond
{
    private const string Desk = LineLanguages.OfCounsellors;

    private readonly Transactions transactions;
    private readonly FlowShelf flows;
    private readonly LineChanged changed;
    private readonly TalkOnLine lines;

    internal TalkOnSecond(Transactions transactions, FlowShelf flows, LineChanged changed, TalkOnLine lines) =>
        (this.transactions, this.flows, this.changed, this.lines) = (transactions, flows, changed, lines);

    /// <summary>The telephone was taken: who asks, and about what.</summary>
    /// <param name="secondId">The line.</param>
    /// <param name="callId">The provider's id of the call.</param>
    /// <param name="times">How often it was said before.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Spoken> WhisperAsync(Guid secondId, string callId, int times, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var second = await work.Db.SecondLines.SingleAsync(l => l.Id == secondId, token);
        if (second.State is SecondState.Wanted or SecondState.Ringing)
        {
            second.RingsAs(callId);
            second.Become(SecondState.Whispering, work.Now);
        }
        if (second.State != SecondState.Whispering || times > WhoAndWhy.TimesBorne || !await work.Db.IsTalkedOnAsync(second, token)) return Over();
        var line = await work.Db.CounsellorLines.SingleAsync(l => l.Id == second.LineId, token);
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == second.HandoffId, token);
        var first = await work.Db.Counsellors.SingleAsync(c => c.Id == line.CounsellorId, token);
        var language = await work.Db.Conversations.Where(c => c.Id == handoff.ConversationId).Select(c => c.Language).SingleAsync(token);
        work.TellChanged(handoff, line.CounsellorId);
        return new Spoken(
            [Texts.Say("WhisperSecond.phone", Desk, $"{first.FirstName} {first.LastName}", WhoAndWhy.Of(handoff, language, flows.Library)), Texts.Say("WhisperSecondKey.phone", Desk)],
            Desk, new SpokenNext.PressToJoin(secondId, times + 1));
    }, ct);

    /// <summary>1 joins; any other key says again who asks, unless 1 was pressed before and our answer did not come in time.</summary>
    public async Task<Spoken> KeyAsync(Guid secondId, string callId, string key, int times, CancellationToken ct)
    {
        var joins = await transactions.RunAsync(async (work, token) =>
        {
            var second = await work.Db.SecondLines.SingleAsync(l => l.Id == secondId, token);
            if (!await work.Db.IsTalkedOnAsync(second, token)) return null;
            var line = await work.Db.CounsellorLines.SingleAsync(l => l.Id == second.LineId, token);
            if (key == PhoneKeys.Yes && second.State == SecondState.Whispering)
            {
                second.Become(SecondState.Joined, work.Now);
                var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == second.HandoffId, token);
                var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, token);
                var who = await work.Db.Counsellors.SingleAsync(c => c.Id == second.CounsellorId, token);
                work.Say(conversation, Author.Service, Texts.Say("ColleagueJoined", conversation.Language, who.ShownName, who.Quality, who.SpaceName));
                work.TellChanged(handoff, line.CounsellorId);
            }
            return second.State == SecondState.Joined ? line : null;
        }, ct);
        return joins is null ? await WhisperAsync(secondId, callId, times, ct) : new Spoken([Texts.Say("SecondJoins.phone", Desk)], Desk, new SpokenNext.Join(joins.Room));
    }

    /// <summary>The second counsellor's call is over.</summary>
    /// <param name="secondId">The line.</param>
    /// <param name="ending">How.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task EndedAsync(Guid secondId, CallEnding ending, CancellationToken ct)
    {
        var ended = await transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.SecondLines.SingleOrDefaultAsync(l => l.Id == secondId, token) is not { } second) return null;
            await work.LoseSecondAsync(second, LineEnding.Of(ending, wasTaken: second.State == SecondState.Joined), isGone: true, token);
            return second;
        }, ct);
        // Handed over, it is the line of whoever has the request.
        if (ended is { BecameLineId: { } lineId }) await lines.CounsellorEndedAsync(lineId, ended.CallId, ending, ct);
        changed.Tell();
    }

    private static Spoken Over() => new([Texts.Say("LineOver.phone", Desk)], Desk, new SpokenNext.HangUp());
}
