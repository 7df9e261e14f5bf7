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
/// nobody knows, it is not: a message read twice is a smaller loss than many; but whoever has the request is told. Of one thread one node hands over at a time, so that all stands in its order (docs/adr/0104).
/// </summary>
internal sealed class SendSms(Transactions transactions, ISmsLine sms, TimeProvider clock, ILogger<SendSms> log)
{
    private const int MostAtOnce = 100;

    // Longer than all messages of one claim take, where the provider answers none of them in time: its node has died, and nobody knows what it had handed over.
    internal static readonly TimeSpan ClaimIsLost = TimeSpan.FromMinutes(1);

    // What all messages of one claim may take. An activity that is longer is claimed alone: half of it would help nobody.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(45);

    private static readonly Counter<long> Parts = new Meter(Measures.MeterName).CreateCounter<long>("sr.sms.parts", description: "Parts of text messages that were sent");

    private readonly int mostInClaim = Math.Max(1, (int)((LongestClaim - TimeSpan.FromTicks(1)) / sms.LongestAnswer));

    private readonly GrowingPauses<string> pauses = new(clock);

    // What became of a claim, and could not be noted while the database was away.
    private readonly ConcurrentQueue<Outcome> owed = new();

    internal static void Count(string text) => Parts.Add(GsmText.Parts(text));

    /// <returns>Number of threads that something was sent in.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!sms.Exists) return 0;
        while (owed.TryDequeue(out var outcome))
            if (!await NoteOrOweAsync(outcome)) return 0;
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
        if (claim.Messages.Count == 0) return false;
        // What is claimed and not handed over would be lost: a node that stops gives it back.
        var (gone, last, isUnknown) = (claim.From, SmsFate.Sent, false);
        foreach (var (text, wholeUpTo) in claim.Messages)
        {
            last = ct.IsCancellationRequested ? SmsFate.NotSent : await HandOverAsync(number, text);
            if (last is SmsFate.NotSent or SmsFate.NotWanted) break;
            if (last == SmsFate.Sent) Count(text);
            isUnknown |= last == SmsFate.Unknown;
            gone = Math.Max(gone, wholeUpTo);
        }
        var isAllGone = last is SmsFate.Sent or SmsFate.Unknown;
        if (isAllGone) pauses.End(number);
        else if (last == SmsFate.NotSent) pauses.Lengthen(number);
        await NoteOrOweAsync(new Outcome(number, claim.ConversationId, claim.At, isAllGone ? claim.UpTo : gone, claim.UpTo, isUnknown, last == SmsFate.NotWanted));
        return gone > claim.From;
    }

    /// <summary>Takes what was said since the last time, with its words: nothing has to be read any more once it is taken. What is too much for one claim is for the next.</summary>
    private async Task<Claim?> ClaimAsync(Work work, string number, CancellationToken ct)
    {
        var thread = await work.Db.SmsThreads.SingleAsync(t => t.Number == number, ct);
        if (thread.StoppedAt is not null || thread.ClaimedAt > work.Now - ClaimIsLost) return null;
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == thread.ConversationId, ct);
        if (thread.ClaimedAt is not null)
        {
            thread.EndClaim();
            await work.SayPerhapsNotSentAsync(conversation, thread.SentUpTo, ct);
        }
        var (from, upTo) = (thread.SentUpTo, conversation.LastActivity);
        if (upTo <= from) return null;
        // A rating is given on a page, which a message cannot open; and what did not arrive is for the counsellor.
        var said = await work.Db.Activities.AsNoTracking().Where(a => a.ConversationId == conversation.Id && a.Number > from && a.Number <= upTo && a.Saying != Saying.RateInvitation && a.Saying != Saying.TextNotDelivered).OrderBy(a => a.Number).ToListAsync(ct);
        var (messages, last) = WrittenShort.AtMost([.. said.Select(ActivityView.Of)], conversation.Language, mostInClaim);
        // All of it: what is not sent behind the last needs no sending.
        if (said.Count > 0 && last < said[^1].Number) upTo = last;
        if (messages.Count > 0) thread.Claim(upTo, work.Now);
        else thread.Send(upTo);
        return new Claim(conversation.Id, work.Now, from, upTo, messages);
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

    private async Task<bool> NoteOrOweAsync(Outcome outcome)
    {
        try
        {
            await NoteAsync(outcome, CancellationToken.None);
            return true;
        }
        catch (Exception e)
        {
            owed.Enqueue(outcome);
            log.LogWarning("What became of a text message is noted later ({Failure})", e.GetType().Name);
            return false;
        }
    }

    // Only whole activities count as sent, since a thread is at one number of an activity:
    // - Of a long one that went as two messages, of which the first has left, both are sent again: half of it would help nobody.
    // - What another node has sent since, because this one stood still until its claim was lost, is sent again too, so that all stands in its order.
    // - To whoever has written STOP nothing is sent; what was given back is sent when they want messages again.
    private Task NoteAsync(Outcome outcome, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        if (await work.Db.SmsThreads.SingleOrDefaultAsync(t => t.Number == outcome.Number, token) is not { } thread) return;
        if (outcome.IsNotWanted) await work.StopThreadAsync(thread, token);
        if (thread.ConversationId != outcome.ConversationId) return;
        if (thread.ClaimedAt == outcome.ClaimedAt) thread.EndClaim();
        if (outcome.IsUnknown) await work.SayPerhapsNotSentAsync(await work.Db.Conversations.SingleAsync(c => c.Id == thread.ConversationId, token), outcome.ClaimedUpTo, token);
        if (outcome.Gone < outcome.ClaimedUpTo && thread.SentUpTo >= outcome.ClaimedUpTo) thread.Send(outcome.Gone);
    }, ct);

    private async Task<List<string>> UnsentAsync(CancellationToken ct)
    {
        var (resting, lost) = (pauses.Resting(), clock.GetUtcNow() - ClaimIsLost);
        await using var db = await transactions.ReadAsync(ct);
        return await (from t in db.SmsThreads
                      where t.StoppedAt == null && !resting.Contains(t.Number)
                      join c in db.Conversations on t.ConversationId equals c.Id
                      where (t.ClaimedAt == null && c.LastActivity > t.SentUpTo) || t.ClaimedAt <= lost
                      orderby t.Number
                      select t.Number).Take(MostAtOnce).ToListAsync(ct);
    }

    /// <summary>What this node is about to send.</summary>
    private sealed record Claim(Guid ConversationId, DateTimeOffset At, int From, int UpTo, IReadOnlyList<ShortMessage> Messages);

    /// <summary>What became of a claim: what stands behind <c>Gone</c> did not leave.</summary>
    private sealed record Outcome(string Number, Guid ConversationId, DateTimeOffset ClaimedAt, int Gone, int ClaimedUpTo, bool IsUnknown, bool IsNotWanted);
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
