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
/// After an attempt that reached nobody, one text message says who tried, when it is tried again, and how to be there first or to withdraw. It follows the
/// rows, so that the desk does not know of it; its words are ours, never a model's; and it holds no receipt, since a number may be mistyped.
/// </summary>
internal sealed class TextAfterAttempt(Transactions transactions, ISmsLine sms, ICallLine calls, TimeProvider clock, ILogger<TextAfterAttempt> log)
{
    private const int MostAtOnce = 100;

    private readonly GrowingPauses<Guid> pauses = new(clock);

    /// <returns>Number of messages that left.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        if (!sms.Exists) return 0;
        var sent = 0;
        foreach (var handoffId in await UntoldAsync(ct))
        {
            try
            {
                if (await TellAsync(handoffId, ct)) sent++;
            }
            catch (Exception e) when (StorageFailure.IsAway(e))
            {
                log.LogWarning("A text message after an attempt waits for the database ({Failure})", e.GetType().Name);
            }
        }
        return sent;
    }

    private async Task<bool> TellAsync(Guid handoffId, CancellationToken ct)
    {
        if (await transactions.RunAsync((work, token) => ClaimAsync(work, handoffId, token), ct) is not { } letter) return false;
        // Claimed: a node that stops ends this first.
        var fate = await HandOverAsync(letter);
        if (fate == SmsFate.NotSent) pauses.Lengthen(handoffId);
        else pauses.End(handoffId);
        await transactions.RunAsync((work, token) => KeepAsync(work, letter, fate, token), CancellationToken.None);
        if (fate == SmsFate.Sent) SendSms.Count(letter.Text);
        return fate == SmsFate.Sent;
    }

    private async Task<SmsFate> HandOverAsync(Letter letter)
    {
        try
        {
            return await sms.SendAsync(letter.Number, letter.Text, CancellationToken.None);
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
        var territory = await work.Db.Conversations.Where(c => c.Id == handoff.ConversationId).Select(c => c.Territory).SingleAsync(ct);
        var text = Words(MomentInWords.Bare(next, territory, handoff.SpokenLanguage), calls.Number, handoff.SpokenLanguage);
        return new Letter(handoff.Id, handoff.ConversationId, handoff.Attempts, number, text);
    }

    /// <summary>What became of it, in the row and where counsellors read.</summary>
    private static async Task KeepAsync(Work work, Letter letter, SmsFate fate, CancellationToken ct)
    {
        var row = await work.Db.AttemptTexts.SingleAsync(t => t.HandoffId == letter.HandoffId && t.Attempt == letter.Attempt, ct);
        row.Become(fate switch
        {
            SmsFate.Sent => AttemptTextState.Sent,
            SmsFate.NotSent => AttemptTextState.Delayed,
            SmsFate.NotWanted => AttemptTextState.NotWanted,
            _ => AttemptTextState.Unknown,
        }, work.Now);
        if (fate == SmsFate.NotWanted && await work.Db.SmsThreads.SingleOrDefaultAsync(t => t.Number == letter.Number, ct) is { } thread) await work.StopThreadAsync(thread, ct);
        if (fate is not (SmsFate.Sent or SmsFate.Unknown)) return;
        var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == letter.ConversationId, ct);
        work.Say(conversation, Author.Service, Texts.Say(fate == SmsFate.Sent ? "AttemptTexted" : "AttemptPerhapsTexted", conversation.Language, letter.Text));
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
        var resting = pauses.Resting();
        await using var db = await transactions.ReadAsync(ct);
        return await db.Handoffs.OutsideExercises()
            .Where(h => h.State == HandoffState.Absent && h.Attempts > 0 && !resting.Contains(h.Id) && !db.SmsThreads.Any(t => t.ConversationId == h.ConversationId)
                && !db.AttemptTexts.Any(t => t.HandoffId == h.Id && t.Attempt == h.Attempts && t.State != AttemptTextState.Delayed))
            .OrderBy(h => h.DueAt).Select(h => h.Id).Take(MostAtOnce).ToListAsync(ct);
    }

    private sealed record Letter(Guid HandoffId, Guid ConversationId, int Attempt, string Number, string Text);
}
