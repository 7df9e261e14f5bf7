using Microsoft.EntityFrameworkCore;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>
/// What a citizen hears whose counsellor's line is over. Nobody is hung up who still waits. Whoever was rung by us may be a mailbox, and is asked for one key before they wait; who was handed
/// on has been talked with.
/// </summary>
public sealed class TalkAfterLine
{
    // A person needs the second time, and a mailbox keeps what is said.
    private const int AskedToWait = 2;

    private readonly Transactions transactions;
    private readonly ComeBackOnPhone comeBack;
    private readonly LineChanged changed;

    internal TalkAfterLine(Transactions transactions, ComeBackOnPhone comeBack, LineChanged changed) =>
        (this.transactions, this.comeBack, this.changed) = (transactions, comeBack, changed);

    /// <summary>The counsellor has left: what became of the request, then on.</summary>
    /// <param name="lineId">The line.</param>
    /// <param name="callId">The provider's id of the citizen's call.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Spoken> LeftAsync(Guid lineId, string callId, CancellationToken ct)
    {
        var citizen = await ReadAsync(lineId, callId, ct);
        if (!citizen.IsUnheardRing || !citizen.WasHandedOn) return Hears(citizen, asked: 0);
        await IsSomebodyAsync(callId, ct);
        return Hears(citizen with { IsUnheardRing = false }, asked: 0);
    }

    /// <summary>The citizen came when the line was over. Whoever is on the telephone is not absent; of a ring of ours a key says first that somebody is.</summary>
    internal async Task<Spoken> CameLateAsync(CounsellorLine line, string callId, CancellationToken ct)
    {
        var citizen = await ReadAsync(line.Id, callId, ct);
        if (!citizen.IsUnheardRing)
        {
            await IsReachedAsync(line, callId, ct);
            return await LeftAsync(line.Id, callId, ct);
        }
        return citizen.Handoff.State == HandoffState.Absent
            ? AskToWait(line.Id, 0, citizen.Language).After(Texts.Say("TriedToReach.phone", citizen.Language))
            : Hears(citizen, asked: 0);
    }

    /// <summary>Whoever was rung has lost the counsellor: with 1 they wait for the next one, as with 0, and are asked for no key again. Without one the call is over after the second time; the request stands where it stands.</summary>
    /// <param name="lineId">The line.</param>
    /// <param name="callId">The provider's id of the citizen's call.</param>
    /// <param name="key">The key; empty: none.</param>
    /// <param name="times">How often it was asked.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Spoken> StayAsync(Guid lineId, string callId, string key, int times, CancellationToken ct)
    {
        var citizen = await ReadAsync(lineId, callId, ct);
        if (!Stays(key)) return Hears(citizen, times);
        await IsSomebodyAsync(callId, ct);
        await IsReachedAsync(citizen.Line, callId, ct);
        changed.Tell();
        citizen = await ReadAsync(lineId, callId, ct);
        // Of a date, or an end, the wait tells, with the key for a person.
        string[] words = citizen.Handoff.State is HandoffState.Waiting or HandoffState.Offered or HandoffState.WithCounsellor ? [Texts.Say("BackOnTheLine", citizen.Language)] : [];
        return new Spoken(words, citizen.Language, new SpokenNext.Wait());
    }

    /// <summary>The same while nothing can be looked up. Who has pressed the key waits.</summary>
    /// <inheritdoc cref="StayAsync"/>
    public static Spoken StayUnnoted(Guid lineId, string key, int times, string language) => Stays(key) ? new Spoken([], language, new SpokenNext.Wait()) : AskToWait(lineId, times, language);

    /// <summary>Asks for the key to wait on, or says goodbye to whoever was asked often enough.</summary>
    /// <param name="lineId">The line.</param>
    /// <param name="asked">How often it was asked before.</param>
    /// <param name="language">Two-letter language of the citizen.</param>
    public static Spoken AskToWait(Guid lineId, int asked, string language) => asked < AskedToWait
        ? new([Texts.Say("KeyToWait.phone", language)], language, new SpokenNext.PressToWait(lineId, asked + 1))
        : new([Texts.Say("KeptForCall.phone", language), Texts.Say("Goodbye.phone", language)], language, new SpokenNext.HangUp());

    private static bool Stays(string key) => key is PhoneKeys.Yes or PhoneKeys.Exit;

    private static Spoken Hears(LeftCitizen citizen, int asked)
    {
        var (line, handoff, language) = (citizen.Line, citizen.Handoff, citizen.Language);
        var goodbye = Texts.Say("Goodbye.phone", language);
        return handoff.State switch
        {
            HandoffState.Promised or HandoffState.Absent => new Spoken([.. PromiseAloud.Of(handoff, citizen.Territory, citizen.Call, language), goodbye], language, new SpokenNext.HangUp()) { Slowly = true },
            HandoffState.Served => new Spoken([Texts.Say("Served.phone", language), goodbye], language, new SpokenNext.HangUp()),
            // Not by the counsellor, who talked on, or who has reached nobody.
            _ when handoff.EndedAt is not null => new Spoken([Texts.Say("RequestEnded.phone", language), goodbye], language, new SpokenNext.HangUp()),
            _ when citizen.IsUnheardRing && asked == 0 => AskToWait(line.Id, 0, language).After(Texts.Say("CounsellorLostRung.phone", language)),
            _ when citizen.IsUnheardRing => AskToWait(line.Id, asked, language),
            _ => new Spoken([Texts.Say(line.Ending == LineEnding.Dropped ? "CounsellorLost.phone" : "Transferred.phone", language)], language, new SpokenNext.Wait()),
        };
    }

    private Task IsSomebodyAsync(string callId, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) => (await work.Db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == callId, token))?.HasSomebody(), ct);

    // It may have been noted in this instant that nobody answers.
    private async Task IsReachedAsync(CounsellorLine line, string callId, CancellationToken ct)
    {
        bool isAbsent;
        await using (var db = await transactions.ReadAsync(ct)) isAbsent = await db.Handoffs.AnyAsync(h => h.Id == line.HandoffId && h.State == HandoffState.Absent, ct);
        if (isAbsent) await comeBack.RunAsync(line.ConversationId, callId, ct);
    }

    private async Task<LeftCitizen> ReadAsync(Guid lineId, string callId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var line = await db.CounsellorLines.SingleAsync(l => l.Id == lineId, ct);
        var handoff = await db.Handoffs.SingleAsync(h => h.Id == line.HandoffId, ct);
        var conversation = await db.Conversations.SingleAsync(c => c.Id == line.ConversationId, ct);
        var call = await db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == callId, ct);
        var wasHandedOn = await db.HandoffLog.AnyAsync(e => e.HandoffId == handoff.Id && e.Number == line.HandoffVersion + 1 && e.Move == HandoffMove.Transfer, ct);
        return new LeftCitizen(line, handoff, call, conversation.Territory, conversation.Language, wasHandedOn);
    }

    /// <summary>What there is to know of a citizen whose counsellor's line is over.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="Handoff">The request.</param>
    /// <param name="Call">The citizen's call; null where nobody has noted it.</param>
    /// <param name="Territory">Of the citizen; null: not known.</param>
    /// <param name="Language">Of the conversation.</param>
    /// <param name="WasHandedOn">The counsellor of the line has transferred the request.</param>
    private sealed record LeftCitizen(CounsellorLine Line, Handoff Handoff, PhoneCall? Call, string? Territory, string Language, bool WasHandedOn)
    {
        /// <summary>A mailbox may be there.</summary>
        public bool IsUnheardRing { get; init; } = Call is { IsUnheardRing: true };
    }
}
