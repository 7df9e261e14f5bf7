using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines.Seconds;

/// <summary>The second counsellor as the first one's desk shows them.</summary>
/// <param name="Name">Who it is.</param>
/// <param name="State">Where their line stands.</param>
/// <param name="Ending">How it ended, one of <see cref="LineEnding"/>.</param>
public sealed record DeskSecond(string Name, SecondState State, string? Ending);

/// <summary>A counsellor who talks with a citizen asks another one to join, and lets them go again.</summary>
public sealed class SecondAtDesk
{
    internal static readonly Refusal NotTalking = Refusal.TooLate("line-over", "Vous n'êtes pas en ligne avec cette personne.");
    internal static readonly Refusal NoSecond = Refusal.TooLate("no-second", "Aucun collègue n'est dans cet appel.");
    private static readonly Refusal NobodyFree = Refusal.TooLate("nobody-free", "Personne n'est libre au téléphone pour le moment.");

    private readonly Transactions transactions;
    private readonly IDepartments departments;
    private readonly FlowShelf flows;
    private readonly LineChanged changed;

    internal SecondAtDesk(Transactions transactions, IDepartments departments, FlowShelf flows, LineChanged changed) =>
        (this.transactions, this.departments, this.flows, this.changed) = (transactions, departments, flows, changed);

    /// <summary>The newest second of the line that is talked on; null: none was asked.</summary>
    public async Task<DeskSecond?> ReadAsync(string counsellorId, string receipt, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var handoff = await db.HandoffOfAsync(receipt, ct);
        if (HeldHandoff.WhyNot(handoff, counsellorId) is not null || await LineAtDesk.NewestAsync(db, handoff!, ct) is not { } line) return null;
        return await (from l in db.SecondLines
                      where l.LineId == line.Id
                      join c in db.Counsellors on l.CounsellorId equals c.Id
                      orderby l.State == SecondState.Over, l.ChangedAt descending
                      select new DeskSecond(c.FirstName + " " + c.LastName, l.State, l.Ending)).FirstOrDefaultAsync(ct);
    }

    /// <summary>Rings another counsellor, who joins after a key.</summary>
    /// <param name="counsellorId">Who asks, and has the call.</param>
    /// <param name="receipt">The request.</param>
    /// <param name="pool">A skill id, a département code or "code/skill"; or null.</param>
    /// <param name="colleagueId">A counsellor's account name; or null. Exactly one of the two is given.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Refusal?> AskAsync(string counsellorId, string receipt, string? pool, string? colleagueId, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(pool) == string.IsNullOrWhiteSpace(colleagueId)) return Refusal.BadInput("second-target", "Indiquez soit un groupe, soit un collègue.");
        // Nobody is in a group that does not exist, and "nobody is free" would have somebody wait for it; one that names nothing would be everybody.
        if (!string.IsNullOrWhiteSpace(pool) && !PoolName.IsKnown(pool, departments.HasCode, flows.Library.Skills.ContainsKey)) return PoolName.Unknown;
        var refusal = await transactions.RunAsync(async (work, token) =>
        {
            var (held, no) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return no;
            if (await LineAtDesk.NewestAsync(work.Db, held.Handoff, token) is not { State: LineState.Talking, CallId: not null } line) return NotTalking;
            // Pressed twice, one is rung.
            if (await work.Db.SecondLines.AnyAsync(l => l.LineId == line.Id && l.State != SecondState.Over, token)) return null;
            var second = colleagueId is null ? await work.FreeOfPoolAsync(held.Handoff, line.Id, pool!, token) : await work.FreeColleagueAsync(held.Handoff, colleagueId, token);
            if (second is null) return NobodyFree;
            work.WantSecond(held.Handoff, line, second, colleagueId is null ? pool : null);
            return null;
        }, ct);
        changed.Tell();
        return refusal;
    }

    /// <summary>The second one leaves the call; the first one and the citizen talk on.</summary>
    public async Task<Refusal?> LetGoAsync(string counsellorId, string receipt, CancellationToken ct)
    {
        var refusal = await transactions.RunAsync(async (work, token) =>
        {
            var (held, no) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return no;
            if (await LineAtDesk.NewestAsync(work.Db, held.Handoff, token) is not { } line) return NotTalking;
            if (await work.Db.SecondLines.SingleOrDefaultAsync(l => l.LineId == line.Id && l.State != SecondState.Over, token) is not { } second) return NoSecond;
            await work.LoseSecondAsync(second, LineEnding.LetGo, isGone: false, token);
            return null;
        }, ct);
        changed.Tell();
        return refusal;
    }
}
