using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A handoff in a list of the desk.</summary>
/// <param name="Id">Inside the service only: no citizen has it, and no page opens by it.</param>
/// <param name="Receipt">It opens the conversation, to whoever says it; null in a list for whoever neither has it in hand nor was offered it (docs/adr/0090).</param>
/// <param name="Need">How the citizen asked to be spoken with; null in a list for whoever neither has it in hand nor was offered it.</param>
public sealed record DeskHandoff(
    Guid Id, string? Receipt, HandoffState State, string Channel, string Language, string? Territory, string Skill, string Reason, HandoffRank Rank,
    DateTimeOffset AskedAt, string? CounsellorId, CommitmentKind? Commitment, DateTimeOffset? DueAt,
    Guid? OfferId, DateTimeOffset? OfferExpiresAt, DateTimeOffset? EndedAt, string? ClosingCode, AccessNeed? Need);

/// <summary>An offer that waits for this counsellor's answer.</summary>
public sealed record DeskOffer(Guid Id, string Receipt, DateTimeOffset MadeAt, DateTimeOffset ExpiresAt, string Reason, string Skill, string Why, DeskHandoff Handoff);

/// <summary>Who was asked for a handoff, and what came of it.</summary>
public sealed record AskedCounsellor(string Name, DateTimeOffset At, OfferOutcome Outcome, string Rung, string Why, string? DeclineReason);

/// <summary>A note with its author's name.</summary>
public sealed record DeskNote(string Author, DateTimeOffset At, string? Text);

/// <summary>All that a counsellor sees of one handoff.</summary>
/// <param name="Handoff">Its row.</param>
/// <param name="Transcript">The newest activities, 500 at most, with what the assistant understood and was unsure of.</param>
/// <param name="Summary">What was understood in them, in order, in words.</param>
/// <param name="Asked">Why this queue and place: everyone who was asked, with routing's reasons.</param>
/// <param name="Notes">Working notes.</param>
/// <param name="CallBackNumber">When the citizen gave it.</param>
/// <param name="Postcode">When the citizen gave it.</param>
/// <param name="Place">Place in the queue, 1 is next; null when it is not in the queue.</param>
/// <param name="Attempts">Recorded attempts to reach the citizen since the citizen was heard of last.</param>
/// <param name="RefusesAssistant">The citizen prefers humans.</param>
/// <param name="CounsellorName">Who has it, or to whom it is offered; null when nobody.</param>
/// <param name="TextedFrom">The number that writes by text message; null when none does.</param>
/// <param name="TextsStopped">No text message reaches the citizen any more, by their STOP or because the provider refuses: a counsellor has to ring.</param>
/// <param name="TextsLate">Words that are sent by text message wait since <see cref="ReadDesk.TextsAreLateAfter"/> or longer: the provider does not take them. They leave when it does.</param>
public sealed record DeskHandoffDetail(
    DeskHandoff Handoff, IReadOnlyList<ActivityView> Transcript, IReadOnlyList<string> Summary, IReadOnlyList<AskedCounsellor> Asked,
    IReadOnlyList<DeskNote> Notes, string? CallBackNumber, string? Postcode, int? Place, int Attempts, bool RefusesAssistant, string? CounsellorName,
    string? TextedFrom = null, bool TextsStopped = false, bool TextsLate = false)
{
    /// <summary>More was said before the transcript: it is read with the number of its first activity as <c>before</c>.</summary>
    public bool Earlier => Transcript is [{ Number: > 1 }, ..];
}

/// <summary>How a counsellor's telephone took a request from them.</summary>
/// <param name="Ending">One of <c>Channels/Phone/Lines/LineEnding</c>.</param>
/// <param name="CallerWaits">Somebody is on the telephone for it, and not perhaps a mailbox that took our call.</param>
public sealed record LostByLine(string Ending, bool CallerWaits);

/// <summary>A counsellor's row, as shown; the telephone only to its owner.</summary>
public sealed record DeskCounsellor(string Id, string Name, string Quality, string SpaceName, string Territory, Presence Presence, int Capacity, string[] Skills, string[] Languages, string? Phone = null);

/// <summary>The desk's reading side.</summary>
public sealed class ReadDesk(Transactions transactions, RecordLooks looks, TimeProvider clock)
{
    /// <summary>From here on words that wait for the provider of text messages are told to whoever has the request: what is under way takes some seconds.</summary>
    public static readonly TimeSpan TextsAreLateAfter = TimeSpan.FromSeconds(30);

    /// <summary>So long a browser keeps what was written in a conversation that left (staff.js).</summary>
    public static readonly TimeSpan LostIsToldFor = TimeSpan.FromHours(12);

    private const int MostListed = 200;

    /// <summary>Null when the account has no counsellor's row.</summary>
    public async Task<DeskCounsellor?> CounsellorAsync(string id, CancellationToken ct)
    {
        if (await CounsellorsAsync(c => c.Id == id, c => c.Presence, ct) is not [var counsellor]) return null;
        await using var db = await transactions.ReadAsync(ct);
        // One's own only: colleagues see no telephone.
        return counsellor with { Phone = await db.Counsellors.Where(c => c.Id == id).Select(c => c.Phone).SingleAsync(ct) };
    }

    /// <summary>Everyone else, for transfers; nobody of an exercise. Whose desk was lost or closed is off line, whatever they said last.</summary>
    public Task<IReadOnlyList<DeskCounsellor>> ColleaguesAsync(string id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return CounsellorsAsync(c => c.Id != id && c.Territory != SealedTerritory.Code, c => c.LeaseUntil > now ? c.Presence : Presence.Offline, ct);
    }

    /// <summary>Offers that wait for this counsellor, oldest first.</summary>
    public async Task<IReadOnlyList<DeskOffer>> OffersAsync(string counsellorId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var rows = await (from h in db.Handoffs
                          where h.CounsellorId == counsellorId && h.State == HandoffState.Offered
                          join o in db.Offers on h.OfferId equals o.Id
                          orderby o.MadeAt
                          select new { Handoff = h, Offer = o }).ToListAsync(ct);
        return rows.ConvertAll(r => new DeskOffer(r.Offer.Id, ReceiptCode.Print(r.Handoff.Receipt), r.Offer.MadeAt, r.Offer.ExpiresAt, r.Handoff.Reason, r.Handoff.Skill, r.Offer.Why, See(r.Handoff)));
    }

    /// <summary>Handoffs in a state, in the order of the queue, first this counsellor's own, all of them; those of other counsellors not at all. At most 200 more. Receipt, and how somebody has to be spoken with, only of this counsellor's.</summary>
    public async Task<IReadOnlyList<DeskHandoff>> HandoffsAsync(string counsellorId, HandoffState? state, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        // The exercise's counsellors see what they are offered; nobody sees its queue.
        var query = db.Handoffs.OutsideExercises().StillOpen();
        query = state switch
        {
            null => query.Where(h => h.CounsellorId == null || h.CounsellorId == counsellorId),
            HandoffState.WithCounsellor or HandoffState.Offered => query.Where(h => h.State == state && h.CounsellorId == counsellorId),
            _ when HandoffTransitions.HasEnded(state.Value) => db.Handoffs.OutsideExercises().Where(h => h.State == state && h.CounsellorId == counsellorId).OrderByDescending(h => h.EndedAt),
            _ => query.Where(h => h.State == state),
        };
        if (state is { } ended && HandoffTransitions.HasEnded(ended)) return [.. (await query.Take(MostListed).ToListAsync(ct)).Select(See)];
        // Whoever begins anew learns from here what they hold, however many are promised in the country. A counsellor's are in these two states, and nobody's in the others.
        var own = state is null or HandoffState.WithCounsellor or HandoffState.Offered ? await query.Where(h => h.CounsellorId == counsellorId).InQueueOrder().ToListAsync(ct) : [];
        if (state is HandoffState.WithCounsellor or HandoffState.Offered) return own.ConvertAll(See);
        var others = await query.Where(h => h.CounsellorId != counsellorId).InQueueOrder().Take(MostListed)
            .Select(h => new { Handoff = h, WasAsked = db.Offers.Any(o => o.HandoffId == h.Id && o.CounsellorId == counsellorId) }).ToListAsync(ct);
        return [.. own.Select(See), .. others.Select(o => o.WasAsked ? See(o.Handoff) : See(o.Handoff) with { Receipt = null, Need = null })];
    }

    /// <summary>What this counsellor closed, served or not reached, newest first.</summary>
    public async Task<IReadOnlyList<DeskHandoff>> ClosedAsync(string counsellorId, int most, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return (await ClosedBy(db, counsellorId).Take(most).ToListAsync(ct)).ConvertAll(See);
    }

    internal static IQueryable<Handoff> ClosedBy(RouterDbContext db, string counsellorId) =>
        db.Handoffs.OutsideExercises().Where(h => h.CounsellorId == counsellorId && h.EndedAt != null && (h.State == HandoffState.Served || h.State == HandoffState.Unreachable)).OrderByDescending(h => h.EndedAt);

    /// <summary>Letters that this counsellor has promised and may do before they are due, in the order of their dates. At most 200.</summary>
    public async Task<IReadOnlyList<DeskHandoff>> LettersAsync(string counsellorId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var actor = HandoffRecord.Counsellor(counsellorId);
        // Nothing but a promise leads to the state of one: whoever made the newest move made it.
        var letters = await db.Handoffs.OutsideExercises()
            .Where(h => h.State == HandoffState.Promised && h.Commitment == CommitmentKind.Letter && h.DueAt != null
                && db.HandoffLog.Any(e => e.HandoffId == h.Id && e.Number == h.Version && e.Actor == actor))
            .OrderBy(h => h.DueAt).Take(200).ToListAsync(ct);
        return letters.ConvertAll(See);
    }

    /// <summary>Null when there is no such receipt. Whoever knows the receipt may read, since a citizen says it at any counter (G2); of a request that is nothing of theirs, it is recorded that they did.</summary>
    /// <param name="counsellorId">Who reads.</param>
    /// <param name="receipt">As it was said, or the id from a list.</param>
    /// <param name="before">Only what was said before the activity of this number; all of it when null.</param>
    /// <param name="ct">Stops reading.</param>
    public async Task<DeskHandoffDetail?> HandoffAsync(string counsellorId, string receipt, int? before, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var handoff = Guid.TryParse(receipt, out var id) ? await db.Handoffs.SingleOrDefaultAsync(h => h.Id == id, ct) : await db.HandoffOfAsync(receipt, ct);
        if (handoff is null || SealedTerritory.Holds(handoff.Territory)) return null;
        if (!await HadItAsync(db, handoff, counsellorId, ct)) await looks.HandoffAsync(counsellorId, handoff.Id, ct);
        var conversation = await db.Conversations.SingleAsync(c => c.Id == handoff.ConversationId, ct);
        var transcript = await ReadTranscript.NewestAsync(db.Activities.Where(a => a.ConversationId == conversation.Id && (before == null || a.Number < before)), ct);
        var asked = await (from o in db.Offers
                           where o.HandoffId == handoff.Id
                           join c in db.Counsellors on o.CounsellorId equals c.Id
                           orderby o.MadeAt
                           select new { c.FirstName, c.LastName, o.MadeAt, o.Outcome, o.Rung, o.Why, o.DeclineReason }).ToListAsync(ct);
        var notes = await (from n in db.Notes
                           where n.HandoffId == handoff.Id
                           join c in db.Counsellors on n.CounsellorId equals c.Id
                           orderby n.At
                           select new { c.FirstName, c.LastName, n.At, n.Text }).ToListAsync(ct);
        var counsellor = handoff.CounsellorId is { } holder ? await db.Counsellors.SingleOrDefaultAsync(c => c.Id == holder, ct) : null;
        int? place = handoff.State == HandoffState.Waiting ? 1 + await db.Handoffs.AheadOf(handoff).CountAsync(ct) : null;
        // A STOP outlives the words, and its number is nothing to be read then.
        var thread = !conversation.IsErased ? await db.SmsThreads.Where(t => t.ConversationId == conversation.Id).OrderBy(t => t.Number).FirstOrDefaultAsync(ct) : null;
        return new DeskHandoffDetail(
            See(handoff), transcript, Summary(transcript),
            asked.ConvertAll(a => new AskedCounsellor($"{a.FirstName} {a.LastName}", a.MadeAt, a.Outcome, a.Rung, a.Why, a.DeclineReason)),
            notes.ConvertAll(n => new DeskNote($"{n.FirstName} {n.LastName}", n.At, n.Text)),
            conversation.CallBackNumber, conversation.Postcode, place, await db.AttemptsInVainAsync(handoff, ct), conversation.RefusesAssistant, counsellor?.ShownName,
            thread?.Number, thread?.StoppedAt is not null, thread is { StoppedAt: null } && await IsLateAsync(db, conversation.Id, thread.SentUpTo, ct));
    }

    private Task<bool> IsLateAsync(RouterDbContext db, Guid conversationId, int sentUpTo, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - TextsAreLateAfter;
        return db.Activities.AnyAsync(a => a.ConversationId == conversationId && a.Number > sentUpTo && a.At <= before && a.Author != Author.Citizen && a.Saying != Saying.RateInvitation && a.Saying != Saying.TextNotDelivered, ct);
    }

    /// <summary>How this counsellor's telephone took the request from them; null where it was something else.</summary>
    /// <param name="counsellorId">Who had it.</param>
    /// <param name="receipt">Of the request.</param>
    /// <param name="ct">Stops reading.</param>
    public async Task<LostByLine?> LostByLineAsync(string counsellorId, string receipt, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        if (await db.HandoffOfAsync(receipt, ct) is not { } handoff) return null;
        var actor = HandoffRecord.Counsellor(counsellorId);
        var log = db.HandoffLog.Where(e => e.HandoffId == handoff.Id);
        var had = await log.Where(e => e.Move == HandoffMove.Accept && e.Actor == actor).MaxAsync(e => (int?)e.Number, ct);
        var facts = await log.Where(e => e.Number == had + 1 && e.Move == HandoffMove.LoseCounsellor).Select(e => e.Facts).SingleOrDefaultAsync(ct);
        if (facts is null || MoveFacts.Read<LineLossFacts>(facts) is not { Ending: { } ending }) return null;
        return new LostByLine(ending, await db.CallsOfSomebody().AnyAsync(c => c.ConversationId == handoff.ConversationId, ct));
    }

    /// <summary>
    /// Receipts of the conversations that this counsellor had and lost since the desk was last heard of, newest last: whoever comes back after a sleep or a cut has to be told. To be read before the lease
    /// is renewed. Nothing of longer ago than <see cref="LostIsToldFor"/>.
    /// </summary>
    public async Task<IReadOnlyList<string>> LostWhileAwayAsync(string counsellorId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var now = clock.GetUtcNow();
        if (await db.Counsellors.Where(c => c.Id == counsellorId).Select(c => (DateTimeOffset?)c.LeaseUntil).SingleOrDefaultAsync(ct) is not { } until || until > now) return [];
        var (since, actor) = (until > now - LostIsToldFor ? until : now - LostIsToldFor, HandoffRecord.Counsellor(counsellorId));
        var lost = await (from loss in db.HandoffLog
                          where loss.At >= since && loss.Move == HandoffMove.LoseCounsellor
                          join had in db.HandoffLog on new { loss.HandoffId, Number = loss.Number - 1 } equals new { had.HandoffId, had.Number }
                          where had.Move == HandoffMove.Accept && had.Actor == actor
                          join handoff in db.Handoffs.OutsideExercises() on loss.HandoffId equals handoff.Id
                          orderby loss.At
                          select handoff.Receipt).ToListAsync(ct);
        return lost.ConvertAll(ReceiptCode.Print);
    }

    // Offered once, or acted on: a second counsellor on the telephone takes a request over without an offer.
    private static async Task<bool> HadItAsync(RouterDbContext db, Handoff handoff, string counsellorId, CancellationToken ct)
    {
        if (handoff.CounsellorId == counsellorId || await db.Offers.AnyAsync(o => o.HandoffId == handoff.Id && o.CounsellorId == counsellorId, ct)) return true;
        var actor = HandoffRecord.Counsellor(counsellorId);
        return await db.HandoffLog.AnyAsync(e => e.HandoffId == handoff.Id && e.Actor == actor, ct);
    }

    private async Task<IReadOnlyList<DeskCounsellor>> CounsellorsAsync(System.Linq.Expressions.Expression<Func<Counsellor, bool>> which, Func<Counsellor, Presence> presence, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var counsellors = await db.Counsellors.Where(which).OrderBy(c => c.Territory).ThenBy(c => c.LastName).ToListAsync(ct);
        return counsellors.ConvertAll(c => new DeskCounsellor(c.Id, c.ShownName, c.Quality, c.SpaceName, c.Territory, presence(c), c.Capacity, c.Skills, c.Languages));
    }

    private static List<string> Summary(IReadOnlyList<ActivityView> transcript) =>
        [.. transcript.Where(a => a is { Author: Author.Citizen, Details.Understood: not null })
            .Select(a => a.Details!.Unsure ? $"{a.Number} : {a.Details.Understood} (pas sûr)" : $"{a.Number} : {a.Details.Understood}")];

    private static DeskHandoff See(Handoff h) => new(
        h.Id, ReceiptCode.Print(h.Receipt), h.State, h.Channel, h.SpokenLanguage, h.Territory, h.Skill, h.Reason, h.Rank, h.AskedAt, h.CounsellorId, h.Commitment, h.ToldFor,
        h.OfferId, h.OfferExpiresAt, h.EndedAt, h.ClosingCode, h.Need);
}
