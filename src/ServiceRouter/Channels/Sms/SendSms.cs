using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// Sends what was said in conversations by text message: answers, receipts, and a counsellor's words from the desk. A thread is claimed in its row
/// before anything leaves, so that no two nodes send the same. What certainly did not leave is given back and sent again, after a pause that grows; where
/// nobody knows, it is not: a message read twice is a smaller loss than many.
/// </summary>
internal sealed class SendSms(Transactions transactions, ISmsLine sms, TimeProvider clock, ILogger<SendSms> log)
{
    private const int MostAtOnce = 100;

    private static readonly Counter<long> Parts = new Meter(Measures.MeterName).CreateCounter<long>("sr.sms.parts", description: "Parts of text messages that were sent");

    private readonly GrowingPauses<string> pauses = new(clock);

    // Claimed, and not to be given back while the database is away.
    private readonly ConcurrentQueue<Remainder> owed = new();

    internal static void Count(string text) => Parts.Add(GsmText.Parts(text));

    /// <returns>Number of threads that something was sent in.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!sms.Exists) return 0;
        while (owed.TryDequeue(out var remainder))
            if (!await GiveBackOrOweAsync(remainder)) return 0;
        var sent = 0;
        foreach (var number in await UnsentAsync(ct))
        {
            try
            {
                if (await SendAsync(number, ct)) sent++;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                // A thread that is at fault itself must not keep the others waiting.
                if (!StorageFailure.IsAway(e)) pauses.Lengthen(number);
                log.LogWarning("What was said by text message could not be claimed ({Failure}); it is tried again", e.GetType().Name);
            }
        }
        return sent;
    }

    private async Task<bool> SendAsync(string number, CancellationToken ct)
    {
        if (await transactions.RunAsync((work, token) => ClaimAsync(work, number, token), ct) is not { } claim) return false;
        // What is claimed and not handed over would be lost: a node that stops gives it back.
        var gone = claim.From;
        foreach (var (text, wholeUpTo) in claim.Messages)
        {
            var fate = ct.IsCancellationRequested ? SmsFate.NotSent : await HandOverAsync(number, text);
            if (fate is SmsFate.NotSent or SmsFate.NotWanted)
            {
                if (fate == SmsFate.NotSent) pauses.Lengthen(number);
                await GiveBackOrOweAsync(new Remainder(number, claim.ConversationId, gone, claim.UpTo, fate));
                return gone > claim.From;
            }
            if (fate == SmsFate.Sent) Count(text);
            gone = Math.Max(gone, wholeUpTo);
        }
        pauses.End(number);
        return true;
    }

    /// <summary>Takes all that was said since the last time, with its words: nothing has to be read any more once it is taken.</summary>
    private static async Task<Claim?> ClaimAsync(Work work, string number, CancellationToken ct)
    {
        var thread = await work.Db.SmsThreads.SingleAsync(t => t.Number == number, ct);
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == thread.ConversationId, ct);
        var (from, upTo) = (thread.SentUpTo, conversation.LastActivity);
        if (thread.StoppedAt is not null || upTo <= from) return null;
        thread.Send(upTo);
        // A rating is given on a page, which a message cannot open; and what did not arrive is for the counsellor.
        var said = await work.Db.Activities.AsNoTracking().Where(a => a.ConversationId == conversation.Id && a.Number > from && a.Number <= upTo && a.Saying != Saying.RateInvitation && a.Saying != Saying.TextNotDelivered).OrderBy(a => a.Number).ToListAsync(ct);
        return new Claim(conversation.Id, from, upTo, WrittenShort.Of(said.Select(ActivityView.Of), conversation.Language));
    }

    private async Task<SmsFate> HandOverAsync(string number, string text)
    {
        try
        {
            return await sms.SendAsync(number, text, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError("A text message could not be handed over ({Failure})", e.GetType().Name);
            return SmsFate.NotSent;
        }
    }

    private async Task<bool> GiveBackOrOweAsync(Remainder remainder)
    {
        try
        {
            await GiveBackAsync(remainder, CancellationToken.None);
            return true;
        }
        catch (Exception e)
        {
            owed.Enqueue(remainder);
            log.LogWarning("What did not leave by text message is given back later ({Failure})", e.GetType().Name);
            return false;
        }
    }

    // Only whole activities count as sent, since a thread is at one number of an activity:
    // - Of a long one that went as two messages, of which the first has left, both are sent again: half of it would help nobody.
    // - What another node has claimed and sent meanwhile, being said later, is sent again too, so that all stands in its order.
    // - To whoever has written STOP nothing is sent; what was given back is sent when they want messages again.
    private Task GiveBackAsync(Remainder remainder, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        if (await work.Db.SmsThreads.SingleOrDefaultAsync(t => t.Number == remainder.Number, token) is not { } thread) return;
        if (remainder.Fate == SmsFate.NotWanted) await work.StopThreadAsync(thread, token);
        if (thread.ConversationId == remainder.ConversationId && thread.SentUpTo >= remainder.UpTo) thread.Send(remainder.Gone);
    }, ct);

    private async Task<List<string>> UnsentAsync(CancellationToken ct)
    {
        var resting = pauses.Resting();
        await using var db = await transactions.ReadAsync(ct);
        return await (from t in db.SmsThreads
                      where t.StoppedAt == null && !resting.Contains(t.Number)
                      join c in db.Conversations on t.ConversationId equals c.Id
                      where c.LastActivity > t.SentUpTo
                      orderby t.Number
                      select t.Number).Take(MostAtOnce).ToListAsync(ct);
    }

    /// <summary>What this node is about to send.</summary>
    private sealed record Claim(Guid ConversationId, int From, int UpTo, IReadOnlyList<ShortMessage> Messages);

    /// <summary>What of a claim did not leave: all after <c>Gone</c>.</summary>
    private sealed record Remainder(string Number, Guid ConversationId, int Gone, int UpTo, SmsFate Fate);
}

/// <summary>Looks once a second, and at once when this node has taken a message.</summary>
internal sealed class SendSmsLoop(SendSms send, TextAfterAttempt attempts, ISmsLine sms, SmsWaits waits, TimeProvider clock, ILogger<SendSmsLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!sms.Exists) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            await waits.WaitAsync(Interval, clock, stoppingToken);
            try
            {
                await send.RunAsync(stoppingToken);
                await attempts.RunAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("A look at text messages to be sent failed ({Failure}); the next one repeats it", e.GetType().Name);
            }
        }
    }
}
