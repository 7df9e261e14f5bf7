using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Platform.Storage;

/// <summary>Telephone calls that are on.</summary>
internal static class LiveCalls
{
    /// <summary>
    /// Calls on which a person is, as far as is known: of one that we made, once a key was pressed on it. Before that it may be a mailbox, which waits for nobody and is kept from nothing
    /// (<see cref="PhoneCall.IsUnheardRing"/>).
    /// </summary>
    public static IQueryable<PhoneCall> CallsOfSomebody(this RouterDbContext db) => db.PhoneCalls.Where(
        c => c.EndedAt == null && !(c.ConversationId == c.EarlierConversationId && c.LastTurn == 0 && c.Question == LineQuestion.None));
}
