using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>Opens a conversation, in which the assistant presents itself. Whoever asks for a human first needs none: the request opens its own (<see cref="AskHuman"/>).</summary>
public sealed class StartConversation(Transactions transactions)
{
    /// <param name="key">From <see cref="ConversationKey.New()"/>; sent twice, one conversation is opened.</param>
    /// <param name="channel">One of <see cref="ChannelName"/>.</param>
    /// <param name="language">Two-letter language.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>That key; a new one when its conversation exists and it does not open it, or that was erased.</returns>
    public Task<ConversationKey> RunAsync(ConversationKey key, string channel, string language, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.Conversations.FindAsync([key.ConversationId], token) is { } before)
            {
                if (key.Opens(before) && !before.IsErased) return key;
                key = ConversationKey.New();
            }
            var conversation = new Conversation { Id = key.ConversationId, Channel = channel, Language = language, StartedAt = work.Now, KeyHash = key.Hash };
            work.Db.Conversations.Add(conversation);
            work.Say(conversation, Author.Assistant, Texts.Say("Welcome", language));
            return key;
        }, ct);
}
