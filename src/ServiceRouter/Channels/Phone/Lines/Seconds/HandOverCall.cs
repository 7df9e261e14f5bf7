using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>
/// The transfer with an introduction: the second counsellor is in the call, has heard the case, and gets the request without anybody leaving the conference. The three
/// moves that a transfer always is are one commit, so that the request is with nobody at no moment.
/// </summary>
public sealed class HandOverCall
{
    private const string Rung = "telephone";
    private const string Why = "Transmis au téléphone, après une présentation à trois";

    private readonly Transactions transactions;
    private readonly LineChanged changed;
    private readonly IOptions<DeskOptions> desk;

    internal HandOverCall(Transactions transactions, LineChanged changed, IOptions<DeskOptions> desk) => (this.transactions, this.changed, this.desk) = (transactions, changed, desk);

    /// <param name="counsellorId">Who hands over.</param>
    /// <param name="receipt">What.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>Null when handed over.</returns>
    public async Task<Refusal?> RunAsync(string counsellorId, string receipt, CancellationToken ct)
    {
        var refusal = await transactions.RunAsync(async (work, token) =>
        {
            var (held, no) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return no;
            if (await LineAtDesk.NewestAsync(work.Db, held.Handoff, token) is not { State: LineState.Talking } line) return SecondAtDesk.NotTalking;
            if (await work.Db.SecondLines.SingleOrDefaultAsync(l => l.LineId == line.Id && l.State == SecondState.Joined, token) is not { CallId: { } callId } second) return SecondAtDesk.NoSecond;
            await GiveAsync(work, held, second.CounsellorId, token);
            var heir = line.GoesOnWith(second.CounsellorId, callId, held.Handoff.Version, second.Address, work.Now);
            work.Db.CounsellorLines.Add(heir);
            line.HandsOver(work.Now);
            second.TakesOver(heir.Id, work.Now);
            return null;
        }, ct);
        changed.Tell();
        return refusal;
    }

    private async Task GiveAsync(Work work, HeldHandoff held, string toId, CancellationToken ct)
    {
        var (handoff, conversation, from) = held;
        var to = await work.Db.Counsellors.SingleAsync(c => c.Id == toId, ct);
        // Who talks is there, with a browser or without: from now on their own line keeps the lease.
        var until = work.Now + desk.Value.Lease;
        if (to.LeaseUntil < until) to.LeaseUntil = until;
        work.Record(handoff.ReturnToQueue(HandoffMove.Transfer, work.Now, toId), HandoffRecord.Counsellor(from.Id), new TransferFacts(Pool: null, toId));
        var offer = work.MakeOffer(handoff, to, work.Now, Rung, Why, HandoffRecord.Line);
        work.TakeInHand(handoff, conversation, to, offer);
        work.Freed(handoff, from.Id);
    }
}
