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
/// Sends what was said in conversations by text message: answers, receipts, and a counsellor's words from the desk, whoever has waited longest first, several threads at a time. A thread is claimed in its row
/// before anything leaves, so that no two nodes send the same. What certainly did not leave is given back and sent again, after a pause that grows; where
/// nobody knows, it is not: a message read twice is a smaller loss than many; but whoever has the request is told. Of one thread one node hands over at a time, so that all stands in its order (docs/adr/0104).
/// A provider that takes nothing, or does not answer, is asked with one message at a time (<see cref="SmsLineRest"/>).
/// </summary>
internal sealed class SendSms
{
    private const int MostAtOnce = 100;

    // Longer than all messages of one claim take, where the provider answers none of them in time: its node has died, and nobody knows what it had handed over.
    internal static readonly TimeSpan ClaimIsLost = TimeSpan.FromMinutes(1);

    // What all messages of one claim may take. An activity that is longer is claimed alone: half of it would help nobody.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(45);

    private static readonly Counter<long> Parts = new Meter(Measures.MeterName).CreateCounter<long>("sr.sms.parts", description: "Parts of text messages that were sent");

    private readonly Transactions transactions;
    private readonly ISmsLine sms;
    private readonly SmsLineRest line;
    private readonly TimeProvider clock;
    private readonly ILogger<SendSms> log;
    private readonly int mostInClaim;
    private readonly UnsentThreads unsent;
    private readonly LateTexts late;
    private readonly GrowingPauses<string> pauses;
    private readonly OwedNotes<Outcome> owed;

    // Whose message was not taken last: where that has a reason in the thread itself, another one shows that the line is well.
    private readonly ConcurrentDictionary<string, DateTimeOffset> notTaken = new();

    public SendSms(Transactions transactions, ISmsLine sms, SmsLineRest line, TimeProvider clock, ILogger<SendSms> log)
    {
        (this.transactions, this.sms, this.line, this.clock, this.log) = (transactions, sms, line, clock, log);
        mostInClaim = Math.Max(1, (int)((LongestClaim - TimeSpan.FromTicks(1)) / sms.LongestAnswer));
        unsent = new UnsentThreads(transactions, clock);
        late = new LateTexts(transactions, log);
        pauses = new GrowingPauses<string>(clock);
        owed = new OwedNotes<Outcome>(outcome => NoteAsync(outcome, CancellationToken.None), clock, log);
    }

    internal static void Count(string text) => Parts.Add(GsmText.Parts(text));

    /// <returns>Number of threads that something was sent in.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!sms.Exists || !await owed.PayAsync()) return 0;
        var (tried, inHand, sent) = (new HashSet<string>(), new List<Task<bool>>(), 0);
        var waiting = await NextAsync(tried, ct);
        while (true)
        {
            while (!ct.IsCancellationRequested && line.MayHandOver(inHand.Count) && waiting.TryDequeue(out var number)) inHand.Add(TrySendAsync(number, ct));
            if (inHand.Count == 0) return sent;
            var done = await Task.WhenAny(inHand);
            inHand.Remove(done);
            if (await done) sent++;
            // What was said while a slow one is still under way does not wait for its end.
            if (inHand.Count > 0 && waiting.Count == 0 && !ct.IsCancellationRequested) waiting = await NextOrNoneAsync(tried, ct);
        }
    }

    private async Task<Queue<string>> NextAsync(HashSet<string> tried, CancellationToken ct)
    {
        var (now, threads) = (clock.GetUtcNow(), await unsent.FindAsync(ct));
        await late.TellAsync(threads, now, ct);
        var unsentNumbers = threads.Select(thread => thread.Number).ToHashSet();
        foreach (var number in notTaken.Keys.Where(key => !unsentNumbers.Contains(key))) notTaken.TryRemove(number, out _);
        var (resting, lost) = (pauses.Resting().ToHashSet(), now - ClaimIsLost);
        var next = threads.Where(thread => !resting.Contains(thread.Number) && !(thread.ClaimedAt > lost) && !tried.Contains(thread.Number))
            .OrderBy(thread => notTaken.GetValueOrDefault(thread.Number)).ThenBy(thread => thread.Since)
            .Select(thread => thread.Number).Take(MostAtOnce).ToList();
        tried.UnionWith(next);
        return new Queue<string>(next);
    }

    // What is under way is waited for, whatever becomes of the look.
    private async Task<Queue<string>> NextOrNoneAsync(HashSet<string> tried, CancellationToken ct)
    {
        try
        {
            return await NextAsync(tried, ct);
        }
        catch (Exception e)
        {
            log.LogWarning("A look at text messages to be sent failed ({Failure}); the next one repeats it", e.GetType().Name);
            return new Queue<string>();
        }
    }

    private async Task<bool> TrySendAsync(string number, CancellationToken ct)
    {
        try
        {
            return await SendAsync(number, ct);
        }
        catch (Exception e)
        {
            if (ct.IsCancellationRequested) return false;
            // A thread that is at fault itself must not keep the others waiting.
            if (!StorageFailure.IsAway(e)) pauses.Lengthen(number);
            log.LogWarning("What was said by text message could not be claimed ({Failure}); it is tried again", e.GetType().Name);
            return false;
        }
    }

    private async Task<bool> SendAsync(string number, CancellationToken ct)
    {
        if (await transactions.RunAsync((work, token) => ClaimAsync(work, number, token), ct) is not { } claim) return false;
        if (claim.Messages.Count == 0) return false;
        // What is claimed and not handed over would be lost: a node that stops gives it back.
        var (gone, left, last, isUnknown) = (claim.From, 0, SmsFate.Sent, false);
        foreach (var (text, wholeUpTo) in claim.Messages)
        {
            last = ct.IsCancellationRequested ? SmsFate.NotSent : await HandOverAsync(number, text);
            if (last is not (SmsFate.Sent or SmsFate.Unknown)) break;
            if (last == SmsFate.Sent) Count(text);
            (gone, left, isUnknown) = (Math.Max(gone, wholeUpTo), left + 1, isUnknown || last == SmsFate.Unknown);
            // A provider that does not answer takes one of them in vain, and not all. To the end of an activity: else the same beginning would go out each time.
            if (isUnknown && gone > claim.From) break;
        }
        var isAllGone = left == claim.Messages.Count;
        if (isAllGone) pauses.End(number);
        if (last is SmsFate.Sent) notTaken.TryRemove(number, out _);
        await owed.NoteAsync(new Outcome(number, claim.ConversationId, claim.At, isAllGone ? claim.UpTo : gone, claim.UpTo, isUnknown, last == SmsFate.NotWanted));
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
        SmsFate fate;
        try
        {
            fate = await sms.SendAsync(number, text, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogError("A text message could not be handed over ({Failure})", e.GetType().Name);
            pauses.Lengthen(number);
            return SmsFate.NotSent;
        }
        var isOfLine = line.Saw(fate);
        if (fate == SmsFate.NotTaken) notTaken[number] = clock.GetUtcNow();
        // Of a line that was well until then nobody knows yet whose reason it is: the thread rests as well.
        if (fate == SmsFate.NotSent || (fate == SmsFate.NotTaken && !isOfLine)) pauses.Lengthen(number);
        return fate;
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

    /// <summary>What this node is about to send.</summary>
    private sealed record Claim(Guid ConversationId, DateTimeOffset At, int From, int UpTo, IReadOnlyList<ShortMessage> Messages);

    /// <summary>What became of a claim: what stands behind <c>Gone</c> did not leave.</summary>
    private sealed record Outcome(string Number, Guid ConversationId, DateTimeOffset ClaimedAt, int Gone, int ClaimedUpTo, bool IsUnknown, bool IsNotWanted);
}

/// <summary>Looks once a second, and at once when this node has taken a message. The messages after an attempt go beside it: neither waits for the other.</summary>
internal sealed class SendSmsLoop(SendSms send, TextAfterAttempt attempts, ISmsLine sms, SmsWaits waits, TimeProvider clock, ILogger<SendSmsLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => sms.Exists
        ? Task.WhenAll(
            RepeatAsync(() => waits.WaitAsync(Interval, clock, stoppingToken), send.RunAsync, stoppingToken),
            RepeatAsync(() => Task.Delay(Interval, clock, stoppingToken), attempts.RunAsync, stoppingToken))
        : Task.CompletedTask;

    private async Task RepeatAsync(Func<Task> wait, Func<CancellationToken, Task<int>> run, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await wait();
            try
            {
                await run(ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogWarning("A look at text messages to be sent failed ({Failure}); the next one repeats it", e.GetType().Name);
            }
        }
    }
}
