using ServiceRouter.Desk;

namespace ServiceRouter.Host.Desk;

/// <summary>Sends what stands in the box of a conversation: by its button, or when the conversation is about to leave the desk.</summary>
internal sealed class SendDraft(DeskSession session, CounsellorSays says)
{
    /// <returns>False when it was not sent; then it still stands in the box.</returns>
    public async Task<bool> RunAsync(Talk talk)
    {
        var (words, draft) = (talk.Draft, talk.DraftIds.Of(talk.Draft));
        if (!await session.ActAsync(id => says.RunAsync(id, talk.Receipt, words, draft, CancellationToken.None))) return false;
        talk.Draft = talk.DraftIds.Arrived(words, talk.Draft);
        return true;
    }
}
