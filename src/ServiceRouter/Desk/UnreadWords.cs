using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>
/// What the citizen wrote while the counsellor was ending the conversation: nobody is said to be absent, served or agreed with over words that were not read (docs/adr/0094).
/// </summary>
internal static class UnreadWords
{
    /// <param name="work">The unit of work: the conversation is followed in it, so that words that come at the same moment are found when it runs again.</param>
    /// <param name="conversation">Whose.</param>
    /// <param name="seen">Number of the last activity that the counsellor had before them; null from a program that does not say.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task<Refusal?> WhyNotYetAsync(this Work work, Conversation conversation, int? seen, CancellationToken ct) =>
        seen is { } last && await work.Db.Activities.AnyAsync(a => a.ConversationId == conversation.Id && a.Number > last && a.Author == Author.Citizen, ct)
            ? Refusal.TooLate(CloseHandoff.CitizenWrote, "L'usager vient d'écrire. Lisez son message avant de recommencer.")
            : null;
}
