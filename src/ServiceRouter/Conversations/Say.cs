using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Conversations;

/// <summary>Adds an activity to a conversation, numbers it and wakes the screens that show it.</summary>
internal static class SayInConversation
{
    public static Activity Say(
        this Work work, Conversation conversation, Author author, string text, ActivityDetails? details = null, string? authorName = null, string? clientId = null,
        string? saying = null)
    {
        var activity = new Activity
        {
            ConversationId = conversation.Id,
            Number = conversation.NextActivity(work.Now),
            At = work.Now,
            Author = author,
            AuthorName = authorName,
            Text = text,
            Details = details is null ? null : JsonSerializer.Serialize(details, JsonSerializerOptions.Web),
            ClientId = clientId,
            Saying = saying,
        };
        work.Db.Activities.Add(activity);
        work.Part(() => new SaidIn()).Conversations.Add(conversation.Id);
        work.Announce(StreamName.Conversation(conversation.Id), ActivityView.Of(activity).ToLive());
        return activity;
    }

    /// <summary>For what is said once.</summary>
    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">Where.</param>
    /// <param name="saying">One of <see cref="Saying"/>.</param>
    /// <param name="since">What was said before counts for nothing.</param>
    /// <param name="ct">Stops waiting.</param>
    public static Task<bool> WasSaidAsync(this Work work, Conversation conversation, string saying, DateTimeOffset since, CancellationToken ct) =>
        work.Db.Activities.AnyAsync(a => a.ConversationId == conversation.Id && a.At >= since && a.Saying == saying, ct);
}
