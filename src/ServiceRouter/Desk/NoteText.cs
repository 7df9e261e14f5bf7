using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>What a counsellor writes for colleagues, in whatever act it is sent: read and kept in one way.</summary>
internal static class NoteText
{
    /// <summary>Longest note, in characters.</summary>
    public const int MaxLength = 2000;

    /// <param name="sent">As the desk sent it.</param>
    /// <param name="note">Without control characters; null when there is none.</param>
    /// <returns>False when it is longer than a note may be.</returns>
    public static bool TryRead(string? sent, out string? note) => (note = PlainText.OrNull(sent)) is not { Length: > MaxLength };

    public static Refusal TooLong { get; } = Refusal.BadInput("note-length", $"La note dépasse {MaxLength} caractères.");

    /// <summary>Adds nothing when there is no note.</summary>
    public static void Note(this Work work, Handoff handoff, string counsellorId, string? note)
    {
        if (note is not null) work.Note(handoff, counsellorId, note, MassTransit.NewId.NextGuid());
    }

    public static void Note(this Work work, Handoff handoff, string counsellorId, string note, Guid id) =>
        work.Db.Notes.Add(new HandoffNote { Id = id, HandoffId = handoff.Id, CounsellorId = counsellorId, At = work.Now, Text = note });
}
