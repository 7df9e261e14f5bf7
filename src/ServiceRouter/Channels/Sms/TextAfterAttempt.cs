using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// After an attempt that reached nobody, one text message says who tried, when it is tried again, and how to be there first. It follows the
/// rows, so that the desk does not know of it; its words are ours, never a model's; and it holds no receipt, since a number may be mistyped.
/// </summary>
internal sealed class TextAfterAttempt
{
    // Longer than the provider may take, with all its tries: the node that had claimed it has died, and nobody knows whether it left.
    internal static readonly TimeSpan ClaimIsLost = TimeSpan.FromMinutes(1);

    private const int MostAtOnce = 100;

    private readonly Transactions transactions;
    private readonly ISmsLine sms;
    private readonly SmsLineRest line;
    private readonly ICallLine calls;
    private readonly TimeProvider clock;
    private readonly ILogger<TextAfterAttempt> log;
    private readonly GrowingPauses<Guid> pauses;
    private readonly OwedNotes<Outcome> owed;

    public TextAfterAttempt(Transactions transactions, ISmsLine sms, SmsLineRest line, ICallLine calls, TimeProvider clock, ILogger<TextAfterAttempt> log)
    {
        (this.transactions, this.sms, this.line, this.calls, this.clock, this.log) = (transactions, sms, line, calls, clock, log);
        pauses = new(clock);
        owed = new(outcome => transactions.RunAsync((work, token) => KeepAsync(work, outcome.Letter, outcome.Fate, token), CancellationToken.None), clock, log);
    }

    /// <returns>Number of messages that left.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!sms.Exists || !await owed.PayAsync()) return 0;
        var sent = 0;
        foreach (var handoffId in await UntoldAsync(ct))
        {
            // The line rests for these as well.
            if (!line.MayHandOver(underWay: 0)) return sent;
            try
            {
                if (await TellAsync(handoffId, ct)) sent++;
            }
            catch (Exception e) when (StorageFailure.IsAway(e) || !ct.IsCancellationRequested)
            {
                // A request that is at fault itself must not keep the others waiting.
                if (!StorageFailure.IsAway(e)) pauses.Lengthen(handoffId);
                log.LogWarning("A text message after an attempt could not be claimed ({Failure}); it is tried again", e.GetType().Name);
            }
        }
        return sent;
    }

    private async Task<bool> TellAsync(Guid handoffId, CancellationToken ct)
    {
        if (await transactions.RunAsync((work, token) => ClaimAsync(work, handoffId, token), ct) is not { } letter) return false;
        // Claimed: a node that stops ends this first.
        var fate = await HandOverAsync(letter);
        if (fate is SmsFate.NotSent or SmsFate.NotTaken) pauses.Lengthen(handoffId);
        else pauses.End(handoffId);
        if (fate == SmsFate.Sent) SendSms.Count(letter.Text);
        await owed.NoteAsync(new Outcome(letter, fate));
        return fate == SmsFate.Sent;
    }

    private async Task<SmsFate> HandOverAsync(Letter letter)
    {
        try
        {
            var fate = await sms.SendAsync(letter.Number, letter.Text, CancellationToken.None);
            line.Saw(fate);
            return fate;
        }
        catch (Exception e)
        {
            log.LogError("A text message after an attempt could not be handed over ({Failure})", e.GetType().Name);
            return SmsFate.NotSent;
        }
    }

    /// <summary>Claimed in its row before it leaves: two nodes, or a node that dies in between, send it once at most.</summary>
    private async Task<Letter?> ClaimAsync(Work work, Guid handoffId, CancellationToken ct)
    {
        var handoff = await work.Db.Handoffs.SingleAsync(h => h.Id == handoffId, ct);
        // The request moved on in between, or is about to: what the message would say is not true any more.
        if (handoff.State != HandoffState.Absent || handoff.DueAt is not { } next || next <= work.Now) return null;
        var row = await work.Db.AttemptTexts.SingleOrDefaultAsync(t => t.HandoffId == handoffId && t.Attempt == handoff.Attempts, ct);
        if (row is { State: AttemptTextState.Leaving } && row.ChangedAt <= work.Now - ClaimIsLost)
        {
            row.Become(AttemptTextState.Unknown, work.Now);
            await SayAsync(work, handoff.ConversationId, "AttemptPerhapsTexted", await TextAsync(work, handoff, next, ct), ct);
            return null;
        }
        if (row is { State: not AttemptTextState.Delayed }) return null;
        if (row is null) work.Db.AttemptTexts.Add(row = new AttemptText { HandoffId = handoffId, Attempt = handoff.Attempts });
        var number = await work.Db.NumberToRingAsync(handoff.ConversationId, ct);
        if (number is null || !MobileNumber.Is(number))
        {
            row.Become(AttemptTextState.NoMobile, work.Now);
            return null;
        }
        if (await work.Db.SmsThreads.AnyAsync(t => t.Number == number && t.StoppedAt != null, ct))
        {
            row.Become(AttemptTextState.NotWanted, work.Now);
            return null;
        }
        row.Become(AttemptTextState.Leaving, work.Now);
        return new Letter(handoff.Id, handoff.ConversationId, handoff.Attempts, number, await TextAsync(work, handoff, next, ct));
    }

    private async Task<string> TextAsync(Work work, Handoff handoff, DateTimeOffset next, CancellationToken ct)
    {
        var territory = await work.Db.Conversations.Where(c => c.Id == handoff.ConversationId).Select(c => c.Territory).SingleAsync(ct);
        return Words(MomentInWords.Bare(next, territory, handoff.SpokenLanguage), calls.Number, handoff.SpokenLanguage);
    }

    /// <summary>What became of it, in the row and where counsellors read.</summary>
    private static async Task KeepAsync(Work work, Letter letter, SmsFate fate, CancellationToken ct)
    {
        // The request is forgotten by now, or a node took this one for dead and has said so.
        if (await work.Db.AttemptTexts.SingleOrDefaultAsync(t => t.HandoffId == letter.HandoffId && t.Attempt == letter.Attempt, ct) is not { State: AttemptTextState.Leaving } row) return;
        row.Become(fate switch
        {
            SmsFate.Sent => AttemptTextState.Sent,
            SmsFate.NotSent or SmsFate.NotTaken => AttemptTextState.Delayed,
            SmsFate.NotWanted => AttemptTextState.NotWanted,
            _ => AttemptTextState.Unknown,
        }, work.Now);
        if (fate == SmsFate.NotWanted && await work.Db.SmsThreads.SingleOrDefaultAsync(t => t.Number == letter.Number, ct) is { } thread) await work.StopThreadAsync(thread, ct);
        if (fate is not (SmsFate.Sent or SmsFate.Unknown)) return;
        await SayAsync(work, letter.ConversationId, fate == SmsFate.Sent ? "AttemptTexted" : "AttemptPerhapsTexted", letter.Text, ct);
    }

    private static async Task SayAsync(Work work, Guid conversationId, string name, string text, CancellationToken ct)
    {
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, ct);
        work.Say(conversation, Author.Service, Texts.Say(name, conversation.Language, text));
    }

    /// <summary>The message, in the alphabet of text messages.</summary>
    /// <param name="moment">When it is tried again, in words.</param>
    /// <param name="service">Number that citizens call; null: none.</param>
    /// <param name="language">Two-letter language of the request.</param>
    internal static string Words(string moment, string? service, string language) => GsmText.Fold(service is null
        ? Texts.Say("AttemptWithoutNumber.sms", language, moment)
        : Texts.Say("Attempt.sms", language, moment, PhoneNumberText.Written(service)));

    /// <summary>Whoever writes by text message reads it in their thread already; an exercise rings nobody.</summary>
    private async Task<List<Guid>> UntoldAsync(CancellationToken ct)
    {
        var (resting, lost) = (pauses.Resting(), clock.GetUtcNow() - ClaimIsLost);
        await using var db = await transactions.ReadAsync(ct);
        return await db.Handoffs.OutsideExercises()
            .Where(h => h.State == HandoffState.Absent && h.DueAt != null && h.Attempts > 0 && !resting.Contains(h.Id) && !db.SmsThreads.Any(t => t.ConversationId == h.ConversationId)
                && !db.AttemptTexts.Any(t => t.HandoffId == h.Id && t.Attempt == h.Attempts && t.State != AttemptTextState.Delayed && !(t.State == AttemptTextState.Leaving && t.ChangedAt <= lost)))
            .OrderBy(h => h.DueAt).Select(h => h.Id).Take(MostAtOnce).ToListAsync(ct);
    }

    private sealed record Letter(Guid HandoffId, Guid ConversationId, int Attempt, string Number, string Text);

    /// <summary>What became of one.</summary>
    private sealed record Outcome(Letter Letter, SmsFate Fate);
}
