using ServiceRouter.Desk;

namespace ServiceRouter.Host.Desk;

/// <summary>Adds what stands in the note box of a conversation: by its button, or when the conversation is about to leave the desk.</summary>
internal sealed class AddDraftedNote(DeskSession session, AddNote add)
{
    /// <returns>False when it was not added; then it still stands in the box.</returns>
    public async Task<bool> RunAsync(Talk talk)
    {
        var (words, draft) = (talk.NoteDraft, talk.NoteIds.Of(talk.NoteDraft));
        if (!await session.ActAsync(id => add.RunAsync(id, talk.Receipt, words, draft, CancellationToken.None))) return false;
        talk.NoteDraft = talk.NoteIds.Arrived(words, talk.NoteDraft);
        return true;
    }
}
