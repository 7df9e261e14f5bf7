using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// Sends what was said in conversations by text message: answers, receipts, and a counsellor's words from the desk. A thread is claimed in its row
/// before anything leaves, so that no two nodes send the same. What certainly did not leave is sent again; where nobody knows, it is not: a message read
/// twice is a smaller loss than many.
/// </summary>
internal sealed class SendSms(Transactions transactions, ReadTranscript transcript, ISmsLine sms, ILogger<SendSms> log)
{
    private const int MostAtOnce = 100;

    private static readonly Counter<long> Parts = new Meter(Measures.MeterName).CreateCounter<long>("sr.sms.parts", description: "Parts of text messages that were sent");

    internal static void Count(string text) => Parts.Add(GsmText.Parts(text));

    /// <returns>Number of threads that something was sent in.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!sms.Exists) return 0;
        var sent = 0;
        foreach (var number in await UnsentAsync(ct))
        {
            try
            {
                if (await SendAsync(number, ct)) sent++;
            }
            catch (Exception e) when (StorageFailure.IsAway(e))
            {
                log.LogWarning("A text message waits for the database ({Failure})", e.GetType().Name);
            }
        }
        return sent;
    }

    private async Task<bool> SendAsync(string number, CancellationToken ct)
    {
        var (from, upTo, conversationId, language) = await transactions.RunAsync(async (work, token) =>
        {
            var thread = await work.Db.SmsThreads.SingleAsync(t => t.Number == number, token);
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == thread.ConversationId, token);
            var before = thread.SentUpTo;
            if (thread.StoppedAt is null && conversation.LastActivity > before) thread.Send(conversation.LastActivity);
            return (before, thread.SentUpTo, conversation.Id, conversation.Language);
        }, ct);
        if (upTo == from) return false;
        var invitation = Texts.Say("InviteRating", language);
        // A rating is given on a page, which a message cannot open.
        var said = (await transcript.AfterAsync(conversationId, from, ct)).Where(activity => activity.Number <= upTo && activity.Text != invitation);
        var gone = from;
        foreach (var (text, wholeUpTo) in WrittenShort.Of(said, language))
        {
            var fate = await sms.SendAsync(number, text, ct);
            if (fate is SmsFate.NotSent or SmsFate.NotWanted)
            {
                await StopShortAsync(number, fate, gone, upTo, ct);
                break;
            }
            if (fate == SmsFate.Sent) Count(text);
            gone = Math.Max(gone, wholeUpTo);
        }
        return true;
    }

    // Of an activity cut in two of which one half has left, both are sent again: half of it would help nobody.
    private Task StopShortAsync(string number, SmsFate fate, int gone, int upTo, CancellationToken ct) => transactions.RunAsync(async (work, token) =>
    {
        var thread = await work.Db.SmsThreads.SingleAsync(t => t.Number == number, token);
        if (fate == SmsFate.NotWanted) thread.Stop(work.Now);
        else if (thread.SentUpTo == upTo) thread.Send(gone);
    }, ct);

    private async Task<List<string>> UnsentAsync(CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await (from t in db.SmsThreads
                      where t.StoppedAt == null
                      join c in db.Conversations on t.ConversationId equals c.Id
                      where c.LastActivity > t.SentUpTo
                      orderby t.Number
                      select t.Number).Take(MostAtOnce).ToListAsync(ct);
    }
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
