using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Conversations;

/// <summary>The activities of a conversation, whole or from a number on, once or live.</summary>
public sealed class ReadTranscript(Transactions transactions, LiveStreams live, LiveReads reads)
{
    /// <summary>Activities after the given number, in order.</summary>
    public async Task<IReadOnlyList<ActivityView>> AfterAsync(Guid conversationId, int after, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var activities = await db.Activities.Where(a => a.ConversationId == conversationId && a.Number > after).OrderBy(a => a.Number).ToListAsync(ct);
        return activities.ConvertAll(ActivityView.Of);
    }

    /// <summary>Activities after the given number, and those to come; number 0 says that the handoff's state may have changed.</summary>
    public IAsyncEnumerable<LiveItem> FollowAsync(Guid conversationId, int after, CancellationToken ct) =>
        live.FollowAsync(
            StreamName.Conversation(conversationId), after,
            async (number, token) => [.. (await reads.RunAsync(turn => AfterAsync(conversationId, (int)number, turn), token)).Select(a => a.ToLive())], ct);
}
