using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>A counsellor's events after a number, and those to come.</summary>
public sealed class DeskEvents(Transactions transactions, LiveStreams live)
{
    // Most that one reading gives: who gets as many is behind by more, and reads again at once.
    private const int PieceOfStream = 500;

    public IAsyncEnumerable<LiveItem> FollowAsync(string counsellorId, long after, CancellationToken ct) =>
        live.FollowAsync(StreamName.Desk(counsellorId), after, (number, token) => AfterAsync(counsellorId, number, token), PieceOfStream, ct);

    /// <summary>Number of the counsellor's newest event, 0 when there is none.</summary>
    public async Task<long> LastNumberAsync(string counsellorId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.DeskEvents.Where(e => e.CounsellorId == counsellorId).MaxAsync(e => (long?)e.Number, ct) ?? 0;
    }

    /// <summary>Whether a stream can go on after a number: that desk has heard it, and nothing behind it was removed since.</summary>
    public async Task<bool> GoesOnAfterAsync(string counsellorId, long number, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var kept = await db.DeskEvents.Where(e => e.CounsellorId == counsellorId).GroupBy(e => e.CounsellorId).Select(g => new { First = g.Min(e => e.Number), Last = g.Max(e => e.Number) }).SingleOrDefaultAsync(ct);
        return number <= (kept?.Last ?? 0) && number >= (kept?.First ?? 1) - 1;
    }

    /// <summary>Where a desk without a memory begins: the offers that still wait for an answer, as they were told, and the number to follow from.</summary>
    public async Task<(IReadOnlyList<LiveItem> OpenOffers, long After)> StartAsync(string counsellorId, CancellationToken ct)
    {
        var after = await LastNumberAsync(counsellorId, ct);
        await using var db = await transactions.ReadAsync(ct);
        var told = await (from h in db.Handoffs
                          where h.CounsellorId == counsellorId && h.State == HandoffState.Offered
                          join e in db.DeskEvents on h.Id equals e.HandoffId
                          where e.CounsellorId == counsellorId && e.Kind == DeskEventKind.Offer && e.Number <= after
                          select new { h.Id, e.Number, e.Json }).ToListAsync(ct);
        // A handoff that came back was offered before: only the newest offer is open.
        var newest = told.GroupBy(t => t.Id).Select(g => g.MaxBy(t => t.Number)!).OrderBy(t => t.Number);
        return ([.. newest.Select(t => new LiveItem(t.Number, DeskEventKind.Offer, t.Json))], after);
    }

    private async Task<IReadOnlyList<LiveItem>> AfterAsync(string counsellorId, long after, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var events = await db.DeskEvents.Where(e => e.CounsellorId == counsellorId && e.Number > after).OrderBy(e => e.Number).Take(PieceOfStream).ToListAsync(ct);
        var items = new List<LiveItem>(events.Count);
        foreach (var e in events) items.Add(new LiveItem(e.Number, e.Kind, WithWords(e.Json, await WordsAsync(db, e, ct))));
        return items;
    }

    private static async Task<ActivityView?> WordsAsync(RouterDbContext db, DeskEvent e, CancellationToken ct)
    {
        if (e.Kind != DeskEventKind.Activity) return null;
        var number = JsonNode.Parse(e.Json)!["number"]!.GetValue<int>();
        var conversation = db.Handoffs.Where(h => h.Id == e.HandoffId).Select(h => h.ConversationId);
        var activity = await db.Activities.SingleOrDefaultAsync(a => conversation.Contains(a.ConversationId) && a.Number == number, ct);
        return activity is null ? null : ActivityView.Of(activity);
    }

    internal static string WithWords(string json, ActivityView? words)
    {
        if (words is null) return json;
        var node = JsonNode.Parse(json)!.AsObject();
        foreach (var (key, value) in JsonSerializer.SerializeToNode(words, WireJson.Options)!.AsObject()) node[key] = value?.DeepClone();
        return node.ToJsonString(WireJson.Options);
    }
}

/// <summary>Names of the events, as on the wire.</summary>
internal static class DeskEventKind
{
    public const string Offer = "offer";
    public const string OfferEnded = "offer-ended";
    public const string Activity = "activity";
    public const string HandoffChanged = "handoff-changed";
    public const string DeadLetter = "dead-letter";
}
