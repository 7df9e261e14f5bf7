namespace ServiceRouter.Conversations;

/// <summary>Nothing was said since its words were erased: such a conversation is over, and whoever comes back begins another (docs/adr/0116).</summary>
internal static class ErasedConversations
{
    public static bool IsErased(DateTimeOffset? wordsErasedAt, DateTimeOffset lastActivityAt) => wordsErasedAt >= lastActivityAt;

    public static IQueryable<Conversation> Erased(this IQueryable<Conversation> conversations) => conversations.Where(c => c.WordsErasedAt >= c.LastActivityAt);

    public static IQueryable<Conversation> NotErased(this IQueryable<Conversation> conversations) => conversations.Where(c => c.WordsErasedAt == null || c.WordsErasedAt < c.LastActivityAt);
}
