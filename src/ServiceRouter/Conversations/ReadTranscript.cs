using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Conversations;

/// <summary>
/// The activities of a conversation from a number on, once or live. Anybody may make a conversation as long as they have time for, so nothing here reads one as a
/// whole (docs/adr/0089).
/// </summary>
public sealed class ReadTranscript(Transactions transactions, LiveStreams live, LiveReads reads)
{
    /// <summary>Most that is read at once for somebody to look at: far more than people say.</summary>
    public const int Most = 500;

    // Of the longest words, what one screen that takes nothing keeps in memory is then some hundred kilobytes.
    internal const int PieceOfStream = 20;

    /// <summary>Activities after the given number, in order: the newest <see cref="Most"/> of them.</summary>
    public async Task<IReadOnlyList<ActivityView>> AfterAsync(Guid conversationId, int after, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await NewestAsync(db.Activities.Where(a => a.ConversationId == conversationId && a.Number > after), ct);
    }

    /// <summary>The newest <see cref="Most"/> of these, in order.</summary>
    internal static async Task<List<ActivityView>> NewestAsync(IQueryable<Activity> activities, CancellationToken ct)
    {
        var newest = await activities.OrderByDescending(a => a.Number).Take(Most).ToListAsync(ct);
        newest.Reverse();
        return newest.ConvertAll(ActivityView.Of);
    }

    /// <summary>The first activities after the given number, in order: whoever gets <paramref name="most"/> of them reads on from the last.</summary>
    public async Task<IReadOnlyList<ActivityView>> PieceAsync(Guid conversationId, int after, int most, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var piece = await db.Activities.Where(a => a.ConversationId == conversationId && a.Number > after).OrderBy(a => a.Number).Take(most).ToListAsync(ct);
        return piece.ConvertAll(ActivityView.Of);
    }

    /// <summary>Number of what was said last; 0 when nothing was.</summary>
    public async Task<int> LastNumberAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await db.Conversations.Where(c => c.Id == conversationId).Select(c => c.LastActivity).SingleOrDefaultAsync(ct);
    }

    /// <summary>The choice of this value that was offered last, whatever was said and offered since: a button may be pressed late. Null when none was.</summary>
    public async Task<ActivityChoice?> ChoiceOfferedAsync(Guid conversationId, string value, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var details = await db.Activities.Where(a => a.ConversationId == conversationId && a.Author != Author.Citizen && a.Details != null)
            .OrderByDescending(a => a.Number).Select(a => a.Details).Take(Most).ToListAsync(ct);
        return details.SelectMany(json => ActivityDetails.Read(json)?.Choices ?? []).FirstOrDefault(choice => choice.Value == value);
    }

    /// <summary>The choices beside what was said to the citizen last, and sent; empty when that offered none.</summary>
    public async Task<IReadOnlyList<ActivityChoice>> ChoicesSentLastAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        // What did not arrive was noted for the desk: the citizen has not read that, and answers what they have read.
        var last = await db.Activities.Where(a => a.ConversationId == conversationId && a.Author != Author.Citizen && a.Saying != Saying.TextNotDelivered)
            .OrderByDescending(a => a.Number).Select(a => a.Details).FirstOrDefaultAsync(ct);
        return ActivityDetails.Read(last)?.Choices ?? [];
    }

    /// <summary>Activities after the given number, and those to come; number 0 says that the handoff's state may have changed.</summary>
    public IAsyncEnumerable<LiveItem> FollowAsync(Guid conversationId, int after, CancellationToken ct) =>
        live.FollowAsync(
            StreamName.Conversation(conversationId), after,
            async (number, token) => [.. (await reads.RunAsync(turn => PieceAsync(conversationId, (int)number, PieceOfStream, turn), token)).Select(a => a.ToLive())],
            PieceOfStream, ct);
}
