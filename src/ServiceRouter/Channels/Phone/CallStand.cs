using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>Where the conversation of a call stands. A caller hears nothing while we read, so it is read in one statement.</summary>
/// <param name="Language">Of the conversation; null when nobody knows it.</param>
/// <param name="Open">The open request.</param>
/// <param name="IsInFlow">Questions of a flow are asked.</param>
/// <param name="Said">All activities, in order.</param>
internal sealed record CallStand(string? Language, Handoff? Open, bool IsInFlow, IReadOnlyList<Activity> Said)
{
    private static readonly CallStand Unknown = new(null, null, false, []);

    public static async Task<CallStand> ReadAsync(RouterDbContext db, Guid conversationId, CancellationToken ct)
    {
        var found = await (from c in db.Conversations
                           where c.Id == conversationId
                           from h in db.Handoffs.Where(h => h.ConversationId == c.Id && h.EndedAt == null).DefaultIfEmpty()
                           select new { c.Language, Open = h, IsInFlow = c.FlowPosition != null, Said = db.Activities.Where(a => a.ConversationId == c.Id).OrderBy(a => a.Number).ToList() }).SingleOrDefaultAsync(ct);
        return found is null ? Unknown : new CallStand(found.Language, found.Open, found.IsInFlow && found.Open is null, found.Said);
    }

    /// <summary>Nothing was said but greetings, in one language or in two.</summary>
    public bool IsOnlyGreeted => Open is null && Said.All(a => a.Author == Author.Assistant);

    public bool CitizenSpoke => Said.Any(a => a.Author == Author.Citizen);

    /// <summary>What was said since the citizen's last act.</summary>
    public IReadOnlyList<ActivityView> LastSaid => [.. Said.Reverse().TakeWhile(a => a.Author != Author.Citizen).Reverse().Select(ActivityView.Of)];

    /// <summary>The citizen's act of this id is there.</summary>
    public bool Has(string clientId) => Said.Any(a => a.ClientId == clientId);

    /// <summary>What answered one act of the citizen, until the next one.</summary>
    public IReadOnlyList<ActivityView> AnswersTo(string clientId) =>
        [.. Said.SkipWhile(a => a.ClientId != clientId).Skip(1).TakeWhile(a => a.Author != Author.Citizen).Select(ActivityView.Of)];
}
