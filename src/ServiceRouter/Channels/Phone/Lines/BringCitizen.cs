using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>The counsellor has pressed the key: the waiting citizen comes from the queue, and who is not on the line is rung. Where neither comes about, the counsellor is told.</summary>
internal sealed class BringCitizen(Transactions transactions, ICallLine calls, TriesOfStep tries, ILogger<BringCitizen> log)
{
    /// <returns>Whether the provider was asked, or the counsellor is to be told that nobody is there.</returns>
    public async Task<bool> RunAsync(CounsellorLine line, CancellationToken ct)
    {
        if (tries.Rests(line) || !await transactions.ClaimLineAsync(line.Id, LineState.Joining, LineState.Bringing, ct)) return false;
        try
        {
            var (callId, number, language) = await WhereAsync(line.ConversationId, ct);
            if (callId is not null)
            {
                // Noted first: the call may be there before the provider has answered.
                await transactions.ChangeLineAsync(line.Id, (l, _) => l.Brings(callId), ct);
                if (await calls.TurnAsync(callId, LineTurn.MeetCounsellor, line.Id, language, ct))
                {
                    tries.End(line);
                    return true;
                }
                // It may ring for a counsellor who was lost meanwhile: taken now it would be on no line, and we would find the number busy.
                await calls.EndAsync(callId, ct);
                if (!await transactions.RunAsync((work, token) => EndUntoldAsync(work, line.Id, callId, token), ct)) return false;
            }
            if (number is null) return await transactions.RunAsync((work, token) => GiveUpAsync(work, line.Id, LineEnding.NotCallable, token), ct);
            await RingAsync(line, number, language, ct);
            tries.End(line);
            return true;
        }
        catch (LineAwayException e)
        {
            log.LogWarning("A citizen could not be brought to a counsellor ({Failure})", e.Message);
            var why = e is NumberRefusedException ? LineEnding.NotCallable : LineEnding.Provider;
            return await tries.FailAsync(line, LineState.Bringing, e, (work, mine, token) => StayAloneAsync(work, mine, why, token), ct);
        }
    }

    private static async Task<bool> GiveUpAsync(Work work, Guid lineId, string why, CancellationToken ct)
    {
        if (await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, ct) is not { State: LineState.Bringing } mine) return false;
        await StayAloneAsync(work, mine, why, ct);
        return true;
    }

    private static Task StayAloneAsync(Work work, CounsellorLine line, string why, CancellationToken ct)
    {
        line.StaysAlone(why, work.Now);
        return work.TellLineAsync(line, ct);
    }

    private async Task RingAsync(CounsellorLine line, string number, string language, CancellationToken ct)
    {
        var rung = await calls.RingCitizenAsync(line.Id, number, language, ct);
        var isOver = await transactions.RunAsync(async (work, token) =>
        {
            var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token);
            var wasTold = mine.CitizenCallId == rung;
            if (!mine.IsOver && !wasTold) mine.Brings(rung);
            await work.KnowRungAsync(rung, line.ConversationId, token);
            return wasTold && mine.State is not (LineState.Bringing or LineState.Talking);
        }, ct);
        if (isOver) await transactions.RunAsync((work, token) => work.EndCallAsync(rung, token), ct);
    }

    /// <summary>The provider no longer knows the citizen's call, and its end was never told. The line is not left by that: it has still to bring the citizen.</summary>
    /// <returns>Whether it still has.</returns>
    private static async Task<bool> EndUntoldAsync(Work work, Guid lineId, string callId, CancellationToken ct)
    {
        await work.EndCallAsync(callId, ct);
        var mine = await work.Db.CounsellorLines.SingleAsync(l => l.Id == lineId, ct);
        if (mine.State == LineState.Alone) mine.BringsAnew(work.Now);
        return mine.State == LineState.Bringing;
    }

    private async Task<(string? CallId, string? Number, string Language)> WhereAsync(Guid conversationId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var live = await db.PhoneCalls.AsNoTracking().Where(c => c.ConversationId == conversationId && c.EndedAt == null).ToListAsync(ct);
        // Whoever has called, or pressed a key, before a ring of ours that a mailbox may have taken, which goes where an engaged call goes.
        var call = live.OrderBy(c => c.IsUnheardRing).ThenByDescending(c => c.StartedAt).FirstOrDefault()?.Id;
        return (call, await db.NumberToRingAsync(conversationId, ct), await db.LanguageOnLineAsync(conversationId, ct));
    }
}
