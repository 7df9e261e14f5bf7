using MassTransit;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Inbox;

/// <summary>Runs the effect of a message once: the key and the effect commit together, a repetition finds the key and does nothing.</summary>
internal static class Once
{
    /// <exception cref="InvalidOperationException">The message has no id: it was not sent by our outbox.</exception>
    public static Task RunOnceAsync<TMessage>(
        this Transactions transactions, ConsumeContext<TMessage> context, string consumer, Func<Work, CancellationToken, Task> effect)
        where TMessage : class
    {
        var messageId = context.MessageId ?? throw new InvalidOperationException($"A {typeof(TMessage).Name} without MessageId cannot be taken once");
        return transactions.RunOnceAsync(messageId, consumer, effect, context.CancellationToken);
    }

    internal static Task RunOnceAsync(this Transactions transactions, Guid messageId, string consumer, Func<Work, CancellationToken, Task> effect, CancellationToken ends) =>
        transactions.RunAsync(async (work, ct) =>
        {
            if (await work.Db.Inbox.AnyAsync(e => e.MessageId == messageId && e.Consumer == consumer, ct))
            {
                // The broker forgets the message when this ends.
                await work.WaitForStandbyAsync(ct);
                work.AfterCommit(() => Measures.MessagesRepeated.Add(1));
                return;
            }
            work.Db.Inbox.Add(new InboxEntry { MessageId = messageId, Consumer = consumer, At = work.Now });
            await effect(work, ct);
        }, ends);
}
