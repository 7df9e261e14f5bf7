using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>What a handoff and its conversation hold at one moment.</summary>
internal sealed record HandoffTrace(string Row, IReadOnlyList<HandoffLogEntry> Log, IReadOnlyList<HandoffLogEntry> NewLog, int OpenHandoffs, string Facts, int Words)
{
    // What is added to a request without a move. Everything else of its row changes by moves alone.
    private static readonly HashSet<string> NoMove =
    [
        nameof(Handoff.Need), nameof(Handoff.Territory), nameof(Handoff.Rank), nameof(Handoff.LaterLanguage), nameof(Handoff.FirstHumanWordAt), nameof(Handoff.RatingInvitedAt),
    ];

    public static Task<HandoffTrace> ReadAsync(HandoffCase c) => c.Stage.App.LookAsync(async db =>
    {
        var all = await db.Handoffs.Where(h => h.ConversationId == c.ConversationId).ToListAsync();
        var mine = all.SingleOrDefault(h => h.Id == c.HandoffId);
        var log = await db.HandoffLog.Where(e => db.Handoffs.Any(h => h.Id == e.HandoffId && h.ConversationId == c.ConversationId)).OrderBy(e => e.Number).ToListAsync();
        log.ForEach(FactsOfMoves.AreThoseOf);
        var ids = all.ConvertAll(h => h.Id);
        var said = await db.Activities.Where(a => a.ConversationId == c.ConversationId).Select(a => new { a.Author, a.Text }).ToListAsync();
        var notes = await db.Notes.Where(n => ids.Contains(n.HandoffId)).ToListAsync();
        var ratings = await db.Ratings.CountAsync(r => ids.Contains(r.HandoffId));
        var conversation = await db.Conversations.SingleOrDefaultAsync(k => k.Id == c.ConversationId);
        foreach (var handoff in all) log.Count(e => e.HandoffId == handoff.Id).Should().Be(handoff.Version, "each version is one entry of the log");
        return new HandoffTrace(
            Columns(db, mine, name => !NoMove.Contains(name)),
            [.. log.Where(e => e.HandoffId == c.HandoffId)], [.. log.Where(e => e.HandoffId != c.HandoffId)], all.Count(h => h.IsOpen),
            $"{said.Count(a => a.Author != Author.Service)} {notes.Count} {ratings} {Columns(db, mine, NoMove.Contains)} {conversation?.Postcode} {conversation?.CallBackNumber} {conversation?.Voice} {conversation?.RefusesAssistant}",
            conversation is null ? -1 : said.Count(a => a.Text is not null) + notes.Count(n => n.Text is not null));
    });

    /// <summary>
    /// What became of a message, in the words of the table: <c>-> State by Move</c>, <c>new -> State by Move</c> (another request was asked),
    /// <c>refused code</c>, <c>kept</c> (words or facts were added, no move), <c>erased</c>, <c>ignored</c>.
    /// </summary>
    public static string Tell(HandoffTrace before, HandoffTrace after, Refusal? refusal)
    {
        after.OpenHandoffs.Should().BeLessThanOrEqualTo(1, "a conversation has one open request");
        var effect = Effect(before, after);
        if (refusal is null) return effect;
        effect.Should().Be("ignored", $"what is refused ({refusal.Code}) changes nothing");
        return $"refused {refusal.Code}";
    }

    private static string Columns(RouterDbContext db, Handoff? row, Func<string, bool> isMeant) =>
        row is null ? "" : string.Join(' ', db.Entry(row).Properties.Where(p => isMeant(p.Metadata.Name)).Select(p => $"{p.Metadata.Name}={p.CurrentValue}"));

    private static string Effect(HandoffTrace before, HandoffTrace after)
    {
        var effects = new List<string>();
        if (after.Log.Count > before.Log.Count) effects.Add(Moves("", after.Log.Skip(before.Log.Count)));
        else after.Row.Should().Be(before.Row, "a row does not change without an entry in its log");
        if (after.NewLog.Count > before.NewLog.Count) effects.Add(Moves("new ", after.NewLog.Skip(before.NewLog.Count)));
        if (effects.Count > 0) return string.Join(" and ", effects);
        if (after.Words < before.Words) return "erased";
        return after.Facts == before.Facts ? "ignored" : "kept";
    }

    private static string Moves(string prefix, IEnumerable<HandoffLogEntry> entries)
    {
        var list = entries.ToList();
        return $"{prefix}-> {list[^1].State} by {string.Join('+', list.Select(e => e.Move))}";
    }
}
