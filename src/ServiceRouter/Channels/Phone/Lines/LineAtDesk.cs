using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>A counsellor's line as the desk shows it.</summary>
/// <param name="State">Where it stands; null when none was made for this request.</param>
/// <param name="OnHold">The citizen hears that it goes on soon.</param>
/// <param name="Ending">How the last one ended, or why the citizen could not be brought on one that is not over; one of <see cref="LineEnding"/>.</param>
/// <param name="CanRing">There is somebody to be rung: the citizen is on the line, left a number, or writes by text message, from one that the service rings.</param>
/// <param name="Phone">The counsellor's own telephone; null when none was given.</param>
public sealed record DeskLine(LineState? State, bool OnHold, string? Ending, bool CanRing, string? Phone);

/// <summary>The telephone at the desk: see the line, ring, hold.</summary>
public sealed class LineAtDesk
{
    private static readonly Refusal NoLine = Refusal.TooLate("line-over", "Vous n'êtes pas en ligne avec cette personne.");
    private static readonly Refusal Away = new(503, "line-away", "L'opérateur téléphonique ne répond pas. Réessayez dans un instant.");

    private readonly Transactions transactions;
    private readonly ICallLine calls;
    private readonly LineChanged changed;

    internal LineAtDesk(Transactions transactions, ICallLine calls, LineChanged changed) => (this.transactions, this.calls, this.changed) = (transactions, calls, changed);

    /// <summary>Whether calls are possible at all.</summary>
    public bool Exists => calls.Exists;

    /// <summary>The line, or why it is not shown: an unknown handoff, or not this counsellor's.</summary>
    public async Task<(DeskLine? Line, Refusal? Refusal)> ReadAsync(string counsellorId, string receipt, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        var handoff = await db.HandoffOfAsync(receipt, ct);
        if (HeldHandoff.WhyNot(handoff, counsellorId) is { } refusal) return (null, refusal);
        var line = await NewestAsync(db, handoff!, ct);
        var isOnLine = await db.PhoneCalls.AnyAsync(c => c.ConversationId == handoff!.ConversationId && c.EndedAt == null, ct);
        var shown = new DeskLine(line?.State, line?.OnHold ?? false, line?.Ending, isOnLine || await db.NumberToRingAsync(handoff!.ConversationId, ct) is not null, await db.Counsellors.Where(c => c.Id == counsellorId).Select(c => c.Phone).SingleAsync(ct));
        return (shown, null);
    }

    /// <summary>Rings the counsellor's telephone, who then meets or rings the citizen.</summary>
    public async Task<Refusal?> RingAsync(string counsellorId, string receipt, CancellationToken ct)
    {
        if (!calls.Exists) return Away;
        var refusal = await transactions.RunAsync(async (work, token) =>
        {
            var (held, no) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return no;
            // Pressed twice, it rings once.
            if (await NewestAsync(work.Db, held.Handoff, token) is { IsOver: false }) return null;
            return await work.WantLineAsync(held.Handoff, token) ? null : Refusal.BadInput("counsellor-phone", "Indiquez d'abord votre numéro de téléphone, sous « Ma présence ».");
        }, ct);
        changed.Tell();
        return refusal;
    }

    /// <summary>Puts the citizen on hold, or takes them back.</summary>
    public async Task<Refusal?> HoldAsync(string counsellorId, string receipt, bool hold, CancellationToken ct)
    {
        CounsellorLine? line;
        string language;
        await using (var db = await transactions.ReadAsync(ct))
        {
            var handoff = await db.HandoffOfAsync(receipt, ct);
            if (HeldHandoff.WhyNot(handoff, counsellorId) is { } refusal) return refusal;
            line = await NewestAsync(db, handoff!, ct);
            language = await db.LanguageOnLineAsync(handoff!.ConversationId, ct);
        }
        if (line is not { State: LineState.Talking, ConferenceId: { } conference, CitizenCallId: { } citizen }) return NoLine;
        try
        {
            if (!await calls.HoldAsync(conference, citizen, hold, language, ct)) return NoLine;
        }
        catch (LineAwayException)
        {
            return Away;
        }
        await transactions.RunAsync(async (work, token) => (await work.Db.CounsellorLines.SingleAsync(l => l.Id == line.Id, token)).Hold(hold), ct);
        return null;
    }

    internal static Task<CounsellorLine?> NewestAsync(RouterDbContext db, Handoff handoff, CancellationToken ct) =>
        db.CounsellorLines.Where(l => l.HandoffId == handoff.Id && l.HandoffVersion == handoff.Version).OrderByDescending(l => l.Id).FirstOrDefaultAsync(ct);
}
