using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.Steering;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>What is said of one counsellor, to be changed by a manager and to be taken back.</summary>
[Authorize(Policies.Manager)]
public sealed class ConseillerModel(ReadCounsellors read, DescribeCounsellor describe, FlowShelf flows, InTime inTime) : PageModel
{
    private const string NotWritten = "La base de données n'a pas répondu : l'enregistrement n'est pas confirmé. Ce que vous avez saisi est gardé ici, envoyez-le de nouveau dans un instant.";

    private const string NotRestored = "La base de données n'a pas répondu : le rétablissement n'est pas confirmé. Rouvrez la fiche dans un instant : elle dit ce qui est enregistré.";

    /// <summary>The counsellor's account; in the query, since it may hold any character.</summary>
    [BindProperty(SupportsGet = true, Name = "compte")]
    public string? Account { get; set; }

    /// <summary>The version that a change of mine made: then the page confirms it.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public int? Done { get; set; }

    /// <summary>As it stands; null while the database does not answer.</summary>
    public CounsellorSheet? Sheet { get; private set; }

    public LatestChange? Latest { get; private set; }

    public SheetForm Form { get; private set; } = new();

    /// <summary>Why nothing was changed, in words.</summary>
    public string? Problem { get; private set; }

    /// <summary>Nothing was read and nothing was typed: without either there is no form, which would say that all is empty.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Somebody was first: what stands now is said beside what was typed.</summary>
    public bool IsOvertaken { get; private set; }

    public IReadOnlyList<DescriptionFault> Faults { get; private set; } = [];

    /// <summary>What was wanted did not happen: the page says so first.</summary>
    public bool HasFailed => Problem is not null || Faults.Count > 0;

    public string Name => Sheet is { FullName.Length: > 0 } ? Sheet.FullName : Account ?? "";

    public string Here => $"/pilotage/conseillers/fiche?compte={Uri.EscapeDataString(Account ?? "")}";

    /// <summary>The latest change is the one that this person has just made.</summary>
    public bool IsConfirmed => Latest is not null && Latest.Version == Done && Latest.Record.Person == Me;

    /// <summary>All skills of the list, and those that this counsellor has and the list no longer.</summary>
    public IEnumerable<(string Id, string Label)> Skills =>
        [.. flows.Library.Skills.Select(s => (s.Key, s.Value)), .. Held(s => s.Skills, Form.Skills).Where(id => !flows.Library.Skills.ContainsKey(id)).Select(id => (id, $"{id} (n'est plus dans la liste)"))];

    /// <summary>All languages but French, which nobody is asked about.</summary>
    public IEnumerable<(string Id, string Label)> Languages =>
        [.. FrenchWords.Languages.Select(l => (l.Key, l.Value)).Where(l => l.Key != SheetForm.French), .. Held(s => s.Languages, Form.Languages).Where(code => !FrenchWords.Languages.ContainsKey(code)).Select(code => (code, code))];

    private string Me => User.FindFirstValue(ClaimTypes.NameIdentifier)!;

    public string? FaultOf(DescribedField field) => Faults.FirstOrDefault(f => f.Field == field) is { } fault ? FrenchSpaces.Keep(fault.Text) : null;

    /// <summary>What stands in a part now, when somebody else has changed it or it is not what was typed; null otherwise.</summary>
    public string? NowIn(DescribedField field) =>
        IsOvertaken && Sheet is not null && Form.Said.DifferencesTo(Sheet.Description).Contains(field) ? FrenchSpaces.Keep(Value(Sheet.Description, field)) : null;

    public string Value(CounsellorDescription of, DescribedField field) => CounsellorWords.Value(of, field, flows);

    public SheetNotes Notes(DescribedField field, string id) => new(id, FaultOf(field), NowIn(field));

    /// <summary>The ids of what explains a field.</summary>
    public string? DescribedBy(DescribedField field, string id, bool hint = false)
    {
        var notes = Notes(field, id);
        (bool Is, string Id)[] all = [(hint, $"{id}-aide"), (notes.Fault is not null, $"{id}-probleme"), (notes.Now is not null, $"{id}-present")];
        return string.Join(' ', all.Where(n => n.Is).Select(n => n.Id)) is { Length: > 0 } ids ? ids : null;
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        try
        {
            if (!await ReadAsync(ct)) return NotFound();
            Form = SheetForm.Of(Sheet!);
            return Page();
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            return Away(problem: null);
        }
    }

    /// <summary>The whole form; what it leaves empty is said to be empty.</summary>
    public async Task<IActionResult> OnPostAsync([FromForm] SheetForm sent, CancellationToken ct)
    {
        Form = sent;
        try
        {
            var described = await describe.RunAsync(Account ?? "", sent.Version, sent.Said, Me, ct);
            if (described is { Refusal: null, Faults.Count: 0 }) return Redirect($"{Here}&fait={described.Version}");
            return await AgainAsync(described, ct);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            Problem = FrenchSpaces.Keep(NotWritten);
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    /// <param name="version">Of the change that is taken back.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<IActionResult> OnPostRetablirAsync(int? version, CancellationToken ct)
    {
        try
        {
            return await RestoreAsync(version, ct);
        }
        catch (Exception e) when (StorageFailure.IsAway(e) && !ct.IsCancellationRequested)
        {
            return Away(NotRestored);
        }
    }

    private async Task<IActionResult> RestoreAsync(int? version, CancellationToken ct)
    {
        var restored = await describe.RestoreAsync(Account ?? "", version, Me, ct);
        if (restored.Refusal is not { } refusal) return Redirect($"{Here}&fait={restored.Version}");
        if (!await ReadAsync(ct)) return NotFound();
        // Pressed twice: what came between this page and the press is the change that the first press made.
        if (refusal.Code == DescribeCounsellor.Overtaken && Latest is { } latest && latest.Record.Person == Me) return Redirect($"{Here}&fait={latest.Version}");
        (Form, Problem) = (SheetForm.Of(Sheet!), FrenchSpaces.Keep(refusal.Text));
        return new PageResult { StatusCode = refusal.Status };
    }

    private async Task<IActionResult> AgainAsync(Described described, CancellationToken ct)
    {
        if (!await ReadAsync(ct)) return NotFound();
        (Faults, Problem) = (described.Faults, described.Refusal is { } refusal ? FrenchSpaces.Keep(refusal.Text) : null);
        if (described.Refusal is { Status: StatusCodes.Status409Conflict })
        {
            // Sent again, it is sent by somebody who has seen what stands.
            IsOvertaken = true;
            Form = Form with { Version = described.Version };
        }
        return new PageResult { StatusCode = described.Refusal?.Status ?? StatusCodes.Status400BadRequest };
    }

    private PageResult Away(string? problem)
    {
        (IsAway, Problem) = (true, problem is null ? null : FrenchSpaces.Keep(problem));
        return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
    }

    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (await inTime.RunAsync(end => read.FindAsync(Account ?? "", end), ct) is not { } found) return false;
        (Sheet, Latest) = found;
        return true;
    }

    /// <summary>What is held, and what was sent: while the database is away the form must not lose what it does not list.</summary>
    private IEnumerable<string> Held(Func<CounsellorDescription, IReadOnlyList<string>> what, IEnumerable<string> sent) => (Sheet is null ? [] : what(Sheet.Description)).Union(sent);
}

/// <summary>What stands beside one part of the form.</summary>
/// <param name="Id">Of the part.</param>
/// <param name="Fault">What is wrong with what was sent.</param>
/// <param name="Now">What stands since somebody else was first.</param>
public sealed record SheetNotes(string Id, string? Fault, string? Now);
