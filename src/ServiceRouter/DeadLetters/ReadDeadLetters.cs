using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.DeadLetters;

/// <summary>A failed message in a list of the desk.</summary>
/// <param name="Id">For the acts on it.</param>
/// <param name="Cause">What happened, in French.</param>
/// <param name="About">What the message was, in French.</param>
/// <param name="Receipt">The request that it is about; null when that is not known.</param>
/// <param name="State">State of that request.</param>
/// <param name="Since">When it was found (UTC).</param>
/// <param name="TakenBy">Account of the counsellor who has it in hand.</param>
/// <param name="Technical">For operators: place and type of the failure.</param>
/// <param name="TakerIsGone">Whether the counsellor who has it in hand is no longer at a desk, so that anybody may take it over; null while nobody has it.</param>
public sealed record DeskDeadLetter(Guid Id, string Cause, string About, string? Receipt, HandoffState? State, DateTimeOffset Since, string? TakenBy, string Technical, bool? TakerIsGone = null);

/// <summary>All that a counsellor sees of one.</summary>
/// <param name="Letter">As in the list.</param>
/// <param name="Fields">What the message says, for whoever has it in hand; empty for others, and once it is closed.</param>
/// <param name="Transcript">The conversation, when it is known, for whoever has it in hand; empty once it is closed.</param>
/// <param name="ClosedAt">When a counsellor closed it (UTC).</param>
/// <param name="Note">What that counsellor noted.</param>
public sealed record DeskDeadLetterDetail(DeskDeadLetter Letter, IReadOnlyList<ShownField> Fields, IReadOnlyList<ActivityView> Transcript, DateTimeOffset? ClosedAt, string? Note);

/// <summary>What of the failed messages one desk shows.</summary>
/// <param name="Shown">At most 200: those in this counsellor's hand, then those that may be a person of whom nothing else is known, then the others; the oldest first in each.</param>
/// <param name="InAll">How many this counsellor may take or has in hand.</param>
public sealed record DeadLettersAtDesk(IReadOnlyList<DeskDeadLetter> Shown, int InAll);

/// <summary>How many failed messages wait for a person.</summary>
/// <param name="Count">0 is the normal state.</param>
/// <param name="Oldest">Since when the oldest waits (UTC).</param>
/// <param name="ByFailure">How they failed, most frequent first.</param>
public sealed record OpenDeadLetters(int Count, DateTimeOffset? Oldest, IReadOnlyList<(FailedBy FailedBy, int Count)> ByFailure);

/// <summary>Failed messages as the desk, the manager and operators see them.</summary>
public sealed class ReadDeadLetters(Transactions transactions, ReadTranscript transcripts, NumberSeal numbers, IOptions<DeadLettersOptions> options, TimeProvider clock)
{
    private const int MostShown = 200;
    private static readonly string Asking = typeof(HandoffAsked).FullName!;

    /// <summary>Somebody may have asked, and of them there may be nothing else.</summary>
    private static readonly Expression<Func<DeadLetter, bool>> MayBeAPerson = d => d.FailedBy == FailedBy.Journal || d.HandoffId == null || d.MessageType == null || d.MessageType == Asking;

    /// <summary>Those of <see cref="AtDeskAsync"/> alone.</summary>
    public async Task<IReadOnlyList<DeskDeadLetter>> OpenAsync(string counsellorId, CancellationToken ct) => (await AtDeskAsync(counsellorId, ct)).Shown;

    /// <summary>
    /// Those that this counsellor may take or has in hand: of the pool, and after a while everyone's. When a whole queue fails, its messages are hundreds, and behind them may stand the only trace of a
    /// person: so what may be one stands before them, however new it is. Those of exercises are no counsellor's work: the exercise's report names them.
    /// </summary>
    public async Task<DeadLettersAtDesk> AtDeskAsync(string counsellorId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var me = await db.Counsellors.SingleOrDefaultAsync(c => c.Id == counsellorId, ct);
        var (isKnown, territory, skills) = (me is not null, me?.Territory, me?.Skills ?? []);
        var widened = clock.GetUtcNow() - options.Value.WidenAfter;
        // Whom it is for is what IsFor says, in words of the database.
        var mine = db.DeadLetters.OnSideOf(territory).Where(d => d.ClosedAt == null && (d.TakenBy == counsellorId || d.KeptAt <= widened
            || db.Handoffs.Any(h => h.Id == d.HandoffId && h.CounsellorId == counsellorId)
            || (isKnown && (d.Territory == null || d.Territory == territory) && (d.Skill == null || skills.Contains(d.Skill)))));
        var first = mine.OrderByDescending(d => d.TakenBy == counsellorId)
            .ThenByDescending(MayBeAPerson)
            .ThenBy(d => d.KeptAt).Take(MostShown);
        // What is read beside each stands in no order.
        var order = await first.Select(d => d.Id).ToListAsync(ct);
        var seen = (await With(db, db.DeadLetters.Where(d => order.Contains(d.Id))).ToListAsync(ct)).ToDictionary(r => r.Letter.Id, See);
        return new DeadLettersAtDesk([.. order.Where(seen.ContainsKey).Select(id => seen[id])], order.Count < MostShown ? order.Count : await mine.CountAsync(ct));
    }

    /// <summary>
    /// Null when there is none of that id. What somebody wrote is for the counsellor who has it in hand: to take it is to say so. Whoever has closed it reads the
    /// conversation by its receipt like anyone else, which is recorded (docs/adr/0065).
    /// </summary>
    public async Task<DeskDeadLetterDetail?> OneAsync(string counsellorId, Guid id, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        if (await With(db, db.DeadLetters.Where(d => d.Id == id)).SingleOrDefaultAsync(ct) is not { } row) return null;
        if (row.Letter.TakenBy != counsellorId) return new DeskDeadLetterDetail(See(row), [], [], row.Letter.ClosedAt, Note: null);
        if (row.Letter.ClosedAt is not null) return new DeskDeadLetterDetail(See(row), [], [], row.Letter.ClosedAt, row.Letter.Note);
        var transcript = row.Letter.ConversationId is { } conversation ? await transcripts.AfterAsync(conversation, 0, ct) : [];
        return new DeskDeadLetterDetail(See(row), ShownFields.Of(row.Letter.Body, numbers.TryOpen), transcript, row.Letter.ClosedAt, row.Letter.Note);
    }

    /// <summary>Without those of exercises, which nobody has to close.</summary>
    public async Task<OpenDeadLetters> CountAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var open = db.DeadLetters.OnSideOf(territory: null).Where(d => d.ClosedAt == null);
        var counts = await open.GroupBy(d => d.FailedBy).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        DateTimeOffset? oldest = counts.Count == 0 ? null : await open.OrderBy(d => d.KeptAt).Select(d => (DateTimeOffset?)d.KeptAt).FirstOrDefaultAsync(ct);
        return new OpenDeadLetters(counts.Sum(c => c.Count), oldest, [.. counts.OrderByDescending(c => c.Count).Select(c => (c.Key, c.Count))]);
    }

    private sealed record Row(DeadLetter Letter, Handoff? Handoff, bool TakerIsThere);

    private IQueryable<Row> With(RouterDbContext db, IQueryable<DeadLetter> letters)
    {
        var there = db.Counsellors.AtDesk(clock.GetUtcNow());
        return from letter in letters
               join handoff in db.Handoffs on letter.HandoffId equals (Guid?)handoff.Id into known
               from handoff in known.DefaultIfEmpty()
               select new Row(letter, handoff, there.Any(c => c.Id == letter.TakenBy));
    }

    private static DeskDeadLetter See(Row row) => new(
        row.Letter.Id, CauseInWords.Of(row.Letter.FailedBy), CauseInWords.About(row.Letter.MessageType),
        row.Handoff is null ? null : ReceiptCode.Print(row.Handoff.Receipt), row.Handoff?.State, row.Letter.KeptAt, row.Letter.TakenBy,
        $"{row.Letter.Place}, {row.Letter.Technical ?? "sans détail"}", row.Letter.TakenBy is null ? null : !row.TakerIsThere);
}
