using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// A thread is stopped, by its citizen or by the provider, or goes on. An open request stays; whoever has it is told at once, since what they write leaves no more, or does again.
/// </summary>
internal static class StopThread
{
    public static Task StopThreadAsync(this Work work, SmsThread thread, CancellationToken ct)
    {
        if (thread.StoppedAt is not null) return Task.CompletedTask;
        thread.Stop(work.Now);
        return work.TellHolderAsync(thread, ct);
    }

    public static Task ResumeThreadAsync(this Work work, SmsThread thread, CancellationToken ct)
    {
        if (thread.StoppedAt is null) return Task.CompletedTask;
        thread.Resume();
        // What was said meanwhile leaves now, though nothing new is said.
        work.Part(() => new SaidIn()).Conversations.Add(thread.ConversationId);
        return work.TellHolderAsync(thread, ct);
    }

    private static async Task TellHolderAsync(this Work work, SmsThread thread, CancellationToken ct)
    {
        if (await work.Db.OpenHandoffOfAsync(thread.ConversationId, ct) is { State: HandoffState.WithCounsellor, CounsellorId: { } counsellorId } handoff) work.TellChanged(handoff, counsellorId);
    }
}
