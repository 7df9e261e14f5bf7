using ServiceRouter.Platform;

namespace ServiceRouter.Desk;

/// <summary>A desk's own id of something that it sends: sent twice, because an answer was lost, it is there once.</summary>
internal static class DraftId
{
    private const int MaxLength = 100;

    /// <param name="sent">As the desk sent it; null when it does not mind.</param>
    /// <param name="id">Without control characters; null when there is none.</param>
    /// <returns>False when it is longer than 100 characters.</returns>
    public static bool TryRead(string? sent, out string? id) => (id = PlainText.OrNull(sent)) is not { Length: > MaxLength };

    public static Refusal TooLong { get; } = Refusal.BadInput("draft-id", $"L'identifiant du brouillon dépasse {MaxLength} caractères.");
}
