using Microsoft.EntityFrameworkCore;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>
/// A page that could not tell whether words were stored gives them back in their field, with the id that they had: sent again, they count once. Whoever changed them first sends other words
/// under that id, and these are kept beside the first (docs/adr/0116); so is the button for a person (docs/adr/0127). Only of what a form sends: a text message that the provider sends again is the same,
/// whatever its number now means.
/// </summary>
internal static class OtherWords
{
    private const int HashBytes = 4;

    // An id has at most 100 characters, and a stroke and two for each byte stand behind it.
    private const int LongestStart = 100 - 1 - (2 * HashBytes);

    /// <summary>For words whose id has been there before.</summary>
    /// <returns>The id to keep them under; null where they are kept already, or the words that were are erased.</returns>
    public static async Task<string?> IdOfOtherWordsAsync(this Work work, Guid conversationId, CitizenActivity said, CancellationToken ct)
    {
        // Of two buttons of one form the second may answer a question that the first has brought; the one for a person means the same at any time.
        if (said is not { IsOfForm: true, Choice: null or ServiceChoices.Human, ClientId: { } id }) return null;
        var other = IdOf(id, said.Text);
        var kept = await work.Db.Activities.Where(a => a.ConversationId == conversationId && (a.ClientId == id || a.ClientId == other)).Select(a => new { a.ClientId, a.Text }).ToListAsync(ct);
        return kept.Exists(a => a.ClientId == other || a.Text is null || a.Text == said.Text) ? null : other;
    }

    /// <summary>The same for the same words, so that they too count once. Pure.</summary>
    internal static string IdOf(string id, string text) =>
        $"{(id.Length > LongestStart ? id[..LongestStart] : id)}{EndFor(text)}";

    /// <summary>The id that such words were sent with, as much as was kept of it; null where they are kept under their own.</summary>
    internal static string? SentIdOf(string storedAs, string? text) =>
        text is not null && EndFor(text) is var end && storedAs.EndsWith(end, StringComparison.Ordinal) ? storedAs[..^end.Length] : null;

    private static string EndFor(string text) => $"-{ShortHash.Of(text, HashBytes)}";
}
