using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.Steering;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>All counsellors, as somebody looks for one: where they work, what they know. No figure of any of them.</summary>
[Authorize(Policies.Manager)]
public sealed class ConseillersModel(ReadCounsellors read, FlowShelf flows, InTime inTime, TimeProvider clock) : PageModel
{
    /// <summary>Counsellors on a page.</summary>
    public const int Shown = 100;

    private const int LongestSearch = 100;
    private static readonly TimeSpan ChangesShown = TimeSpan.FromDays(30);

    /// <summary>Words of name, space or département.</summary>
    [BindProperty(SupportsGet = true, Name = "recherche")]
    public string? Search { get; set; }

    /// <summary>Only those whose département nobody has said.</summary>
    [BindProperty(SupportsGet = true, Name = "sans-departement")]
    public bool WithoutDepartment { get; set; }

    /// <summary>From 1 on.</summary>
    [BindProperty(SupportsGet = true, Name = "feuillet")]
    public int Sheet { get; set; } = 1;

    /// <summary>The database did not answer.</summary>
    public bool IsAway { get; private set; }

    /// <summary>How many there are at all.</summary>
    public int All { get; private set; }

    /// <summary>How many of them have no département.</summary>
    public int Nowhere { get; private set; }

    /// <summary>Whom the search found, on all pages.</summary>
    public IReadOnlyList<CounsellorSheet> Found { get; private set; } = [];

    /// <summary>Changes of descriptions in the last thirty days.</summary>
    public int Changes { get; private set; }

    public IEnumerable<CounsellorSheet> OnPage => Found.Skip((Sheet - 1) * Shown).Take(Shown);

    public int Sheets => Math.Max(1, (Found.Count + Shown - 1) / Shown);

    public bool IsFiltered => !string.IsNullOrWhiteSpace(Search) || WithoutDepartment;

    public string Skills(CounsellorSheet one) => CounsellorWords.Skills(one.Description.Skills, flows);

    public string Address(int sheet) => $"/pilotage/conseillers?recherche={Uri.EscapeDataString(Search ?? "")}&sans-departement={(WithoutDepartment ? "true" : "false")}&feuillet={sheet}";

    public string Csv => $"/api/steering/counsellors.csv?search={Uri.EscapeDataString(Search ?? "")}&withoutDepartment={(WithoutDepartment ? "true" : "false")}";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Search is { Length: > LongestSearch }) Search = Search[..LongestSearch];
        try
        {
            (var all, Changes) = await inTime.RunAsync(async token => (await read.AllAsync(token), await read.CountChangesAsync(clock.GetUtcNow() - ChangesShown, token)), ct);
            (All, Nowhere) = (all.Count, all.Count(c => !CounsellorSearch.HasDepartment(c)));
            Found = CounsellorSearch.Find(all, Search, WithoutDepartment);
            Sheet = Math.Clamp(Sheet, 1, Sheets);
            return Page();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            IsAway = true;
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }
}
