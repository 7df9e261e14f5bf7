using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>The manager's dashboard: trust, equity and waits beside volumes; no figure of one counsellor.</summary>
[Authorize(Policies.Manager)]
public sealed class PilotageModel(ReadFigures figures, ReadRegister register, FlowShelf flows) : PageModel
{
    /// <summary>Seconds between two looks when the manager asked for it.</summary>
    public const int RefreshSeconds = 15;

    [BindProperty(SupportsGet = true, Name = "periode")]
    public string? Code { get; set; }

    /// <summary>Only when asked for: a page that changes by itself loses a screen reader's place (RGAA 13.1).</summary>
    [BindProperty(SupportsGet = true, Name = "direct")]
    public bool Live { get; set; }

    public SteeringPeriod Period { get; private set; } = SteeringPeriod.Find(null)!;

    public SteeringFigures Figures { get; private set; } = null!;

    public PublicRegister Register { get; private set; } = null!;

    public LedgerCheck? Check { get; private set; }

    /// <summary>Askings without a row. The register is kept for a while, so that the newer figures and the last check speak first.</summary>
    public long Gap => new[] { Figures.Gap, Check?.Gap ?? 0, Register.Gap }.FirstOrDefault(gap => gap != 0);

    public bool IsIncident => Gap != 0 || Check is { IsIncident: true };

    public IReadOnlyList<FlowProblem> FlowProblems => flows.Library.Problems;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Period = SteeringPeriod.Find(Code) ?? Period;
        Figures = await figures.RunAsync(Period, ct);
        Register = await register.RunAsync(ct);
        Check = await figures.LastCheckAsync(ct);
    }
}
