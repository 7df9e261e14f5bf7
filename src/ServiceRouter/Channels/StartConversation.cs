using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>Opens a conversation: with the assistant's presentation, or, for whoever prefers a human, with the request itself and nothing automatic.</summary>
public sealed class StartConversation(Transactions transactions, ReceiptSeal seal)
{
    /// <param name="channel">One of <see cref="ChannelName"/>.</param>
    /// <param name="language">Two-letter language; French when the service does not have it.</param>
    /// <param name="prefersHuman">"Je préfère un humain": remembered, and a human is asked for at once (G7).</param>
    /// <param name="asksNow">"Parler à un conseiller" before the first word: the assistant presents itself to nobody.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The key that opens the conversation again.</returns>
    public Task<ConversationKey> RunAsync(string channel, string language, bool prefersHuman, bool asksNow, CancellationToken ct) =>
        RunAsync(ConversationKey.New(), channel, language, prefersHuman ? Opening.PrefersHuman : asksNow ? Opening.AsksHuman : Opening.Assistant, ct);

    /// <summary>The same with a key from <see cref="ConversationKey.New()"/> that the caller made before: sent twice, one conversation is opened.</summary>
    /// <param name="key">The key to open with.</param>
    /// <param name="channel">One of <see cref="ChannelName"/>.</param>
    /// <param name="language">Two-letter language.</param>
    /// <param name="opening">How it begins.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>That key; a new one when its conversation exists and it does not open it.</returns>
    public Task<ConversationKey> RunAsync(ConversationKey key, string channel, string language, Opening opening, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.Conversations.FindAsync([key.ConversationId], token) is { } before)
            {
                if (key.Opens(before)) return key;
                key = ConversationKey.New();
            }
            var conversation = new Conversation
            {
                Id = key.ConversationId, Channel = channel, Language = language, StartedAt = work.Now, KeyHash = key.Hash,
                RefusesAssistant = opening == Opening.PrefersHuman,
            };
            work.Db.Conversations.Add(conversation);
            switch (opening)
            {
                case Opening.PrefersHuman:
                    work.Say(conversation, Author.Service, Texts.Say("PrefersHuman", language));
                    work.MakeHandoff(conversation, HumanAsk.ByCitizen with { Reason = "prefere_humain" }, seal);
                    break;
                case Opening.AsksHuman:
                    work.MakeHandoff(conversation, HumanAsk.ByCitizen, seal);
                    break;
                case Opening.Assistant:
                    work.Say(conversation, Author.Assistant, Texts.Say("Welcome", language));
                    break;
            }
            return key;
        }, ct);
}

/// <summary>How a conversation begins.</summary>
public enum Opening
{
    /// <summary>The assistant presents itself.</summary>
    Assistant,
    /// <summary>A human is asked for, nothing automatic is said.</summary>
    AsksHuman,
    /// <summary>The same, and remembered for the case.</summary>
    PrefersHuman,
    /// <summary>Nothing is said yet: the caller goes on with another act, such as a call-back.</summary>
    Silent,
}

/// <summary>Channel names as stored and shown in figures.</summary>
public static class ChannelName
{
    public const string Web = "web";
    public const string Phone = "phone";
    public const string Sms = "sms";
}
