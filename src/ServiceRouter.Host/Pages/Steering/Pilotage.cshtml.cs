using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
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
public sealed class PilotageModel(ReadFigures figures, ReadNow now, ReadRegister register, ReadIncidents incidents, ReadAccess access, ReadDeadLetters letters, FindQuietTalks quiet, RecordLooks looks, ReadLooks readings, CheckNow check, ExportLog exports, FlowShelf flows, NodeParts parts, KeptAskings kept, NodeName node, InTime inTime, IOptions<StorageOptions> storage, TimeProvider clock) : PageModel
{
    /// <summary>Seconds between two looks when the manager asked for it.</summary>
    public const int RefreshSeconds = 15;

    private const string JobsMustRun = "Un nœud qui porte le rôle Jobs doit être en service.";

    // Of the time that a page may take, after what is read first.
    private const double PartForCounts = 2.0 / 3;

    private static readonly TimeSpan LooksShown = TimeSpan.FromDays(30);

    [BindProperty(SupportsGet = true, Name = "periode")]
    public string? Code { get; set; }

    /// <summary>Only when asked for: a page that changes by itself loses a screen reader's place (RGAA 13.1).</summary>
    [BindProperty(SupportsGet = true, Name = "direct")]
    public bool Live { get; set; }

    public SteeringPeriod Period { get; private set; } = SteeringPeriod.Find(null)!;

    /// <summary>How the parts of this node stand; known without any of them.</summary>
    public PartsShown Parts => new(node.Value, parts.All, kept.Count);

    /// <summary>False while the database does not answer; then nothing below is there.</summary>
    public bool Answers { get; private set; }

    /// <summary>Null while they are counted for the first time, which of a month of a whole country takes longer than a page waits.</summary>
    public SteeringFigures? Figures { get; private set; }

    /// <summary>Who waits, and who could be asked.</summary>
    public NowFigures Now { get; private set; } = null!;

    /// <summary>Null as the figures.</summary>
    public PublicRegister? Register { get; private set; }

    public LedgerCheck? Check { get; private set; }

    /// <summary>The open incidents, then the latest closed ones.</summary>
    public IReadOnlyList<LedgerIncident> Incidents { get; private set; } = [];

    /// <summary>Who is answered later, less often or worse than all others.</summary>
    public AccessFigures Access { get; private set; } = null!;

    /// <summary>The register is kept for a while, so that the newer figures speak first.</summary>
    public long Gap => Figures is { Gap: not 0 } ? Figures.Gap : Register?.Gap ?? 0;

    public bool IsIncident => Gap != 0 || Incidents.Any(i => i.ClosedAt is null);

    /// <summary>No check was made for so long that what it found says nothing of now.</summary>
    public bool IsCheckLate => LedgerCheck.IsLate(Check?.At, Now.AsOf) && Register is not { Asked: 0 };

    private bool IsCounted => Figures is not null || Register is not null;

    public string LedgerSentence => (Gap, Check) switch
    {
        (not 0, _) => $"Écart\u00a0: {SteeringWords.Count(Gap)}.",
        (_, { } stopped) when IsCheckLate =>
            $"Le contrôle demande par demande est en retard\u00a0: il se fait chaque minute, et le dernier est du {SteeringWords.Moment(stopped.At)}. {JobsMustRun}",
        (_, null) when !IsCounted => $"Le contrôle demande par demande n'a pas encore eu lieu.{(IsCheckLate ? " " + JobsMustRun : "")}",
        (_, null) => $"Le total est juste. Le contrôle demande par demande n'a pas encore eu lieu.{(IsCheckLate ? " " + JobsMustRun : "")}",
        _ when IsIncident && !IsCounted => "Des demandes et leur journal ne se correspondent pas.",
        _ when IsIncident => "Le total est juste, mais des demandes et leur journal ne se correspondent pas.",
        (_, { } last) => $"Le journal et l'état des demandes concordent, au contrôle du {SteeringWords.Moment(last.At)}.",
    };

    /// <summary>Messages that failed for good and wait for a counsellor.</summary>
    public OpenDeadLetters DeadLetters { get; private set; } = null!;

    /// <summary>Conversations with a counsellor in which nothing happens any more; counts only.</summary>
    public QuietTalks Quiet { get; private set; } = null!;

    /// <summary>Readings of requests by others than their counsellor, and exports, of the last thirty days; counts only.</summary>
    public LookCounts Looks { get; private set; } = null!;

    /// <summary>The newest exports of the same time, one by one: each should have been asked for.</summary>
    public IReadOnlyList<RecordedLook> Exports { get; private set; } = [];

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
            Answers = await inTime.RunAsync(ReadAsync, ct);
            // They are counted to their end, and for whoever asks next; nothing is away because they take long.
            var limit = storage.Value.PageTimeout * PartForCounts;
            var (ofRegister, ofPeriod) = (register.TryAsync(limit, ct), figures.TryAsync(Period, limit, ct));
            await Task.WhenAll(ofRegister, ofPeriod);
            (Register, Figures) = (await ofRegister, await ofPeriod);
            return new PageResult { StatusCode = status };
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            // The page that says what is away must not go away with it.
            Answers = false;
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    /// <summary>What is quickly read, and wanted first when something is wrong.</summary>
    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        Check = await figures.LastCheckAsync(ct);
        Incidents = await incidents.RunAsync(ct);
        Access = await access.RunAsync(ct);
        DeadLetters = await letters.CountAsync(ct);
        Quiet = await quiet.CountAsync(ct);
        var since = clock.GetUtcNow() - LooksShown;
        Looks = await looks.CountAsync(since, ct);
        Exports = await readings.ExportsAsync(since, ct);
        Now = await now.RunAsync(ct);
        return true;
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
