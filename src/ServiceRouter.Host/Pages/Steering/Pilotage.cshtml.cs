using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Channels.Doors;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.Steering;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;
using System.Security.Claims;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>The manager's dashboard: trust, equity and waits beside volumes; no figure of one counsellor.</summary>
[Authorize(Policies.Manager)]
public sealed class PilotageModel(ReadFigures figures, ReadNow now, ReadRegister register, ReadIncidents incidents, ReadAccess access, ReadDeadLetters letters, FindQuietTalks quiet, RecordLooks looks, CheckNow check, ExportLog exports, FlowShelf flows, NodeParts parts, KeptAskings kept, NodeName node, InTime inTime, TimeProvider clock) : PageModel
{
    /// <summary>Seconds between two looks when the manager asked for it.</summary>
    public const int RefreshSeconds = 15;

    private const string JobsMustRun = "Un nœud qui porte le rôle Jobs doit être en service.";

    private static readonly TimeSpan LooksShown = TimeSpan.FromDays(30);

    [BindProperty(SupportsGet = true, Name = "periode")]
    public string? Code { get; set; }

    /// <summary>Only when asked for: a page that changes by itself loses a screen reader's place (RGAA 13.1).</summary>
    [BindProperty(SupportsGet = true, Name = "direct")]
    public bool Live { get; set; }

    public SteeringPeriod Period { get; private set; } = SteeringPeriod.Find(null)!;

    /// <summary>How the parts of this node stand; known without any of them.</summary>
    public PartsShown Parts => new(node.Value, parts.All, kept.Count);

    /// <summary>Null while the database does not answer; then the figures below are there neither.</summary>
    public SteeringFigures? Figures { get; private set; }

    /// <summary>Who waits, and who could be asked.</summary>
    public NowFigures Now { get; private set; } = null!;

    public PublicRegister Register { get; private set; } = null!;

    public LedgerCheck? Check { get; private set; }

    /// <summary>The open incidents, then the latest closed ones.</summary>
    public IReadOnlyList<LedgerIncident> Incidents { get; private set; } = [];

    /// <summary>Who is answered later, less often or worse than all others.</summary>
    public AccessFigures Access { get; private set; } = null!;

    /// <summary>The register is kept for a while, so that the newer figures speak first.</summary>
    public long Gap => Figures!.Gap != 0 ? Figures.Gap : Register.Gap;

    public bool IsIncident => Gap != 0 || Incidents.Any(i => i.ClosedAt is null);

    /// <summary>No check was made for so long that what it found says nothing of now.</summary>
    public bool IsCheckLate => LedgerCheck.IsLate(Check?.At, Figures!.AsOf) && Register.Asked > 0;

    public string LedgerSentence => (Gap, Check) switch
    {
        (not 0, _) => $"Écart\u00a0: {SteeringWords.Count(Gap)}.",
        (_, { } stopped) when IsCheckLate =>
            $"Le contrôle demande par demande est en retard\u00a0: il se fait chaque minute, et le dernier est du {SteeringWords.Moment(stopped.At)}. {JobsMustRun}",
        (_, null) => $"Le total est juste. Le contrôle demande par demande n'a pas encore eu lieu.{(IsCheckLate ? " " + JobsMustRun : "")}",
        _ when IsIncident => "Le total est juste, mais des demandes et leur journal ne se correspondent pas.",
        (_, { } last) => $"Le journal et l'état des demandes concordent, au contrôle du {SteeringWords.Moment(last.At)}.",
    };

    /// <summary>Messages that failed for good and wait for a counsellor.</summary>
    public OpenDeadLetters DeadLetters { get; private set; } = null!;

    /// <summary>Conversations with a counsellor in which nothing happens any more; counts only.</summary>
    public QuietTalks Quiet { get; private set; } = null!;

    /// <summary>Readings of requests by others than their counsellor, and exports, of the last thirty days; counts only.</summary>
    public LookCounts Looks { get; private set; } = null!;

    public IReadOnlyList<FlowProblem> FlowProblems => flows.Library.Problems;

    /// <summary>The form of the export as it was filled in, and what was wrong with it.</summary>
    public ExportForm Export { get; private set; } = new();

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => ShowAsync(StatusCodes.Status200OK, ct);

    /// <summary>The export of the form: the file, or the page again with what was typed. Programs have /api/steering/log.</summary>
    public async Task<IActionResult> OnGetJournalAsync(string? receipt, string? from, string? to, string? part, CancellationToken ct)
    {
        try
        {
            var (file, refusal) = await LogDownload.MakeAsync(exports, receipt, from, to, part, User.FindFirstValue(ClaimTypes.NameIdentifier)!, ct);
            if (file is not null) return File(file.Json, LogDownload.ContentType, file.FileName);
            // A page that is read must not go away under its reader.
            Live = false;
            Export = new ExportForm(receipt, from, to, refusal!.Text, part);
            return await ShowAsync(refusal.Status, ct);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // The page says so.
            return await ShowAsync(StatusCodes.Status503ServiceUnavailable, ct);
        }
    }

    private async Task<IActionResult> ShowAsync(int status, CancellationToken ct)
    {
        Period = SteeringPeriod.Find(Code) ?? Period;
        try
        {
            Figures = await inTime.RunAsync(ReadAsync, ct);
            return new PageResult { StatusCode = status };
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // The page that says what is away must not go away with it.
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    private async Task<SteeringFigures> ReadAsync(CancellationToken ct)
    {
        Register = await register.RunAsync(ct);
        Check = await figures.LastCheckAsync(ct);
        Incidents = await incidents.RunAsync(ct);
        Access = await access.RunAsync(ct);
        DeadLetters = await letters.CountAsync(ct);
        Quiet = await quiet.CountAsync(ct);
        Looks = await looks.CountAsync(clock.GetUtcNow() - LooksShown, ct);
        Now = await now.RunAsync(ct);
        return await figures.RunAsync(Period, ct);
    }

    /// <summary>A check at once, and in the name of the manager: after a repair it closes the incident.</summary>
    public async Task<IActionResult> OnPostControleAsync(CancellationToken ct)
    {
        try
        {
            await check.RunAsync(User.FindFirstValue(ClaimTypes.NameIdentifier)!, ct);
            register.Renew();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // The page says so.
        }
        return Redirect($"/pilotage?periode={(SteeringPeriod.Find(Code) ?? Period).Code}&direct={(Live ? "true" : "false")}");
    }
}

/// <summary>The form of an auditor's export as it was filled in.</summary>
public sealed record ExportForm(string? Receipt = null, string? From = null, string? To = null, string? Problem = null, string? Part = null)
{
    /// <summary>Why there is no export of the request; null when there is, or none was asked for.</summary>
    public string? ReceiptProblem => string.IsNullOrWhiteSpace(Receipt) ? null : Problem;

    /// <summary>The same of the days.</summary>
    public string? DaysProblem => string.IsNullOrWhiteSpace(Receipt) ? Problem : null;
}
