using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>
/// Nobody says so much in an hour: what is typed into a page from then on is not stored (docs/adr/0089). Whatever asks for a person is, and so is what would make a
/// request or move one by being said at all.
/// </summary>
internal static class EnoughWords
{
    /// <summary>Activities of one conversation, whoever's they are.</summary>
    public const int MostInHour = 500;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The next activity would be one too many.</summary>
    public static async Task<bool> HasEnoughWordsAsync(this Work work, Conversation conversation, CancellationToken ct)
    {
        var first = conversation.LastActivity + 1 - MostInHour;
        if (first < 1) return false;
        var at = await work.Db.Activities.Where(a => a.ConversationId == conversation.Id && a.Number == first).Select(a => (DateTimeOffset?)a.At).SingleOrDefaultAsync(ct);
        return at > work.Now - Hour;
    }

    /// <summary>
    /// A wish for a person, danger, "pas de robot"; whatever somebody says whom nobody could reach, or who was offered a person, or who gets one instead of the assistant. Pure.
    /// </summary>
    public static bool MustBeHeard(Conversation conversation, HandoffState? open, Sensed heard) =>
        heard.Exit == WishForHuman.Yes || heard.Distress is not null || heard.RefusesAssistant
        || (open is null ? conversation.HumanOffered || conversation.RefusesAssistant : open == HandoffState.Absent);

    /// <summary>A counsellor reads what was said only where one was asked for.</summary>
    public static Refusal Refusal(HandoffState? open) => new(429, "too-many-words", open is null
        ? "Vous avez envoyé beaucoup de messages en peu de temps. Attendez un peu avant d'en écrire d'autres. Vous pouvez toujours demander un conseiller."
        : "Vous avez envoyé beaucoup de messages en peu de temps : ils sont gardés avec votre demande, et un conseiller les lira. Attendez un peu avant d'en écrire d'autres. Vous pouvez toujours demander un conseiller.");
}
