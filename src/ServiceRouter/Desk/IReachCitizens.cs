using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>Port to the channels: how a citizen can be reached.</summary>
public interface IReachCitizens
{
    /// <summary>Whether what a counsellor types comes to the citizen by itself. To somebody who called it does not, nor by text message to somebody who has stopped them.</summary>
    Task<bool> ReadsWordsAsync(RouterDbContext db, Conversation conversation, CancellationToken ct);

    /// <summary>Number of the last activity that has left to whoever reads by text message; null where nothing has to leave, or nothing does after a STOP.</summary>
    Task<int?> TextedUpToAsync(RouterDbContext db, Guid conversationId, CancellationToken ct);

    /// <summary>Whether a number of the citizen is known that the service rings.</summary>
    Task<bool> HasNumberAsync(RouterDbContext db, Guid conversationId, CancellationToken ct);

    /// <param name="number">As somebody typed it.</param>
    /// <param name="kept">As it is kept, where it is one that the service rings.</param>
    /// <returns>Why it is not, for a counsellor; null when it is.</returns>
    Refusal? TryTake(string number, out string kept);
}
