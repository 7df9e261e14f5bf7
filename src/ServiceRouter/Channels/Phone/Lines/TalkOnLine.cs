using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// What is heard on a counsellor's line, and what its webhooks change. The counsellor is never joined with anybody before a key was pressed: a voicemail
/// must not get a citizen. A webhook that comes again, or late, meets the state of the line and changes nothing.
/// </summary>
public sealed class TalkOnLine
{
    private readonly Transactions transactions;
    private readonly FlowShelf flows;
    private readonly TalkAfterLine after;
    private readonly LineChanged changed;
    private readonly TimeProvider clock;

    internal TalkOnLine(Transactions transactions, FlowShelf flows, TalkAfterLine after, LineChanged changed, TimeProvider clock) =>
        (this.transactions, this.flows, this.after, this.changed, this.clock) = (transactions, flows, after, changed, clock);

    /// <summary>The counsellor has taken the telephone: who and why, before anybody is joined.</summary>
    /// <param name="lineId">The line.</param>
    /// <param name="callId">The provider's id of the counsellor's call.</param>
    /// <param name="times">How often it was said before.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Spoken> WhisperAsync(Guid lineId, string callId, int times, CancellationToken ct) => WhisperAsync(lineId, callId, times, readsNote: false, ct);

    // What a colleague wrote of somebody is read to whoever presses a key for it: a voicemail would keep it.
    private async Task<Spoken> WhisperAsync(Guid lineId, string callId, int times, bool readsNote, CancellationToken ct)
    {
        var line = await transactions.ChangeLineAsync(lineId, (l, now) =>
        {
            if (l.State is not (LineState.Wanted or LineState.Ringing)) return;
            l.RingsAs(callId);
            l.Become(LineState.Whispering, now);
        }, ct);
        if (line.State != LineState.Whispering || times > WhoAndWhy.TimesBorne) return Over("LineOver.phone");
        return new Spoken(await WhoAndWhyAsync(line, readsNote, ct), Desk, new SpokenNext.Press(lineId, times + 1));
    }

    /// <summary>1 joins, also when the citizen is gone and is to be rung; 2 reads a colleague's note; any other key says again who it is.</summary>
    public async Task<Spoken> KeyAsync(Guid lineId, string callId, string key, int times, CancellationToken ct)
    {
        if (key != PhoneKeys.Yes)
        {
            var now = await FindAsync(lineId, ct);
            return now.State switch
            {
                LineState.AloneTold when times <= WhoAndWhy.TimesBorne => Alone(lineId, now.Ending, times + 1),
                // Pressed before, and our answer did not come in time.
                LineState.Joining or LineState.Bringing or LineState.Talking => Meets(lineId),
                _ => await WhisperAsync(lineId, callId, times, readsNote: key == PhoneKeys.Note, ct),
            };
        }
        var line = await transactions.ChangeLineAsync(lineId, (l, now) =>
        {
            // Who and why could not be told, since our answer did not come in time, and the key was asked for all the same.
            if (l.State is LineState.Wanted or LineState.Ringing) l.RingsAs(callId);
            else if (l.State is not (LineState.Whispering or LineState.AloneTold or LineState.Alone)) return;
            l.MeetsAnew(now);
        }, ct);
        changed.Tell();
        return line.IsOver ? Over("LineOver.phone") : Meets(lineId);
    }

    /// <summary>The counsellor is alone: the request stays, and one key rings the citizen.</summary>
    /// <param name="lineId">The line.</param>
    /// <param name="why">Why nobody came, one of <see cref="LineEnding"/>; null: the citizen is gone.</param>
    public static Spoken CitizenGone(Guid lineId, string? why) => Alone(lineId, why, 0);

    /// <summary>The citizen comes to the counsellor.</summary>
    public async Task<Spoken> MeetAsync(Guid lineId, string callId, CancellationToken ct)
    {
        var line = await transactions.RunAsync(async (work, token) =>
        {
            var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, token);
            var isAwaited = mine.State is LineState.Bringing or LineState.Joining || CameUntold(mine);
            if (mine.CitizenCallId != callId)
            {
                if (isAwaited) mine.Brings(callId);
                // The node that rang may have died before it noted the call, or the line may be over by now: whoever is on the telephone is known by the call.
                await work.KnowRungAsync(callId, mine.ConversationId, token);
            }
            if (!isAwaited || CameUntold(mine)) return mine;
            mine.Become(LineState.Talking, work.Now);
            var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == mine.HandoffId, token);
            if (handoff.Version != mine.HandoffVersion) return mine;
            handoff.HumanSpoke(work.Now);
            work.TellChanged(handoff, mine.CounsellorId);
            return mine;
        }, ct);
        if (CameUntold(line)) return new Spoken([], await LanguageAsync(line, ct), new SpokenNext.Wait());
        return line.IsOver ? await after.CameLateAsync(line, callId, ct) : new Spoken([], "fr", new SpokenNext.Meet(lineId, AsCounsellor: false));
    }

    /// <summary>
    /// The citizen was brought or rung by an answer of the provider that was lost, and the counsellor is told that nobody comes, or that the other call of two was busy: whoever
    /// comes waits until the key is pressed once more, or the counsellor hangs up. In the conference nobody is.
    /// </summary>
    private static bool CameUntold(CounsellorLine line) => line.State is LineState.Alone or LineState.AloneTold;

    /// <summary>The counsellor's call is over. A line may ring twice, by a node that stood still meanwhile: the end of the other call is none of its business.</summary>
    /// <param name="lineId">The line.</param>
    /// <param name="callId">The call that is over.</param>
    /// <param name="ending">How.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task CounsellorEndedAsync(Guid lineId, string? callId, CallEnding ending, CancellationToken ct)
    {
        await transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.CounsellorLines.SingleOrDefaultAsync(l => l.Id == lineId, token) is not { } line) return;
            if (line.CallId is { } known && known != callId) return;
            // A second one is with the citizen: the talk goes on, and the request stays where it is.
            if (line.State == LineState.Talking && await work.Db.SecondLines.AnyAsync(l => l.LineId == lineId && l.State == SecondState.Joined, token))
            {
                if (line.CallId is not null) line.CounsellorLeaves();
                return;
            }
            await work.LoseLineAsync(lineId, LineEnding.Of(ending, wasTaken: line.State is not (LineState.Wanted or LineState.Ringing or LineState.Whispering)), token);
        }, ct);
        changed.Tell();
    }

    /// <summary>The citizen's call is over, or was not answered.</summary>
    public async Task CitizenEndedAsync(Guid lineId, string callId, CancellationToken ct)
    {
        await transactions.RunAsync(async (work, token) =>
        {
            // Busy may be told before the provider's answer to our ringing is noted: the call is known by its line, and by being new.
            if (await work.Db.CounsellorLines.SingleOrDefaultAsync(l => l.Id == lineId, token) is { State: LineState.Bringing } line && line.CitizenCallId != callId
                && !await work.Db.PhoneCalls.AnyAsync(c => c.Id == callId, token))
            {
                line.Brings(callId);
                line.Become(LineState.Alone, work.Now);
                return;
            }
            await work.CitizenLeavesLineAsync(callId, token);
            await work.EndCallAsync(callId, token);
        }, ct);
        changed.Tell();
    }

    /// <summary>Somebody came into the conference or left it.</summary>
    public async Task MetAsync(Guid lineId, string conferenceId, string? leaver, CancellationToken ct)
    {
        var line = await transactions.RunAsync(async (work, token) =>
        {
            // After a handing over the conference is another line's, and still tells the one that opened it.
            var mine = await work.Db.CounsellorLines.Where(l => l.Id == lineId || l.RoomId == lineId).OrderBy(l => l.State == LineState.Over).ThenByDescending(l => l.ChangedAt).FirstOrDefaultAsync(token);
            // Who leaves tells nothing of where the others are: it may be told late, of a conference that both have left since.
            if (mine is not null && leaver is null && mine.ConferenceId != conferenceId) mine.MeetsIn(conferenceId);
            return mine;
        }, ct);
        // Where the conference is not known the end of the call is told as well, or asked after.
        if (leaver is null || line?.ConferenceId != conferenceId) return;
        // Turned to something else by us, both leave it too: only a line that is talked on loses anybody.
        if (line.State == LineState.Talking && leaver == line.CallId) await CounsellorEndedAsync(line.Id, leaver, CallEnding.Completed, ct);
        else if (line.State == LineState.Talking && leaver == line.CitizenCallId)
            await transactions.RunAsync((work, token) => work.CitizenLeavesLineAsync(leaver, token), ct);
        changed.Tell();
    }

    private const string Desk = LineLanguages.OfCounsellors;

    private static Spoken Over(string text) => new([Texts.Say(text, Desk)], Desk, new SpokenNext.HangUp());

    private static Spoken Meets(Guid lineId) => new([Texts.Say("LineJoins.phone", Desk)], Desk, new SpokenNext.Meet(lineId, AsCounsellor: true));

    private static Spoken Alone(Guid lineId, string? why, int times) => new([Texts.Say(why switch
    {
        LineEnding.NotCallable => "CitizenNotCallable.phone",
        LineEnding.Provider => "CitizenNotBrought.phone",
        _ => "CitizenGone.phone",
    }, Desk)], Desk, new SpokenNext.Press(lineId, times));

    private async Task<IReadOnlyList<string>> WhoAndWhyAsync(CounsellorLine line, bool readsNote, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var handoff = await db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        var waits = await db.CallsOfSomebody().AnyAsync(c => c.ConversationId == line.ConversationId, ct);
        var note = await db.Notes.Where(n => n.HandoffId == handoff.Id && n.CounsellorId != line.CounsellorId).OrderByDescending(n => n.At).Select(n => n.Text).FirstOrDefaultAsync(ct);
        var since = FrenchWords.Span(clock.GetUtcNow() - handoff.AskedAt);
        var language = await db.Conversations.Where(c => c.Id == line.ConversationId).Select(c => c.Language).SingleAsync(ct);
        List<string> lines = [Texts.Say(waits ? "WhisperWaits.phone" : "WhisperCallBack.phone", Desk, WhoAndWhy.Of(handoff, language, flows.Library), since)];
        if (note is not null) lines.Add(readsNote ? Texts.Say("WhisperNote.phone", Desk, note) : Texts.Say("WhisperHasNote.phone", Desk));
        lines.Add(Texts.Say(waits ? "WhisperKey.phone" : "WhisperKeyCallBack.phone", Desk));
        return lines;
    }

    private async Task<string> LanguageAsync(CounsellorLine line, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.LanguageOnLineAsync(line.ConversationId, ct);
    }

    private async Task<CounsellorLine> FindAsync(Guid lineId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.CounsellorLines.SingleAsync(l => l.Id == lineId, ct);
    }
}
