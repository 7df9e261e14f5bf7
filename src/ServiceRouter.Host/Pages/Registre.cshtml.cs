using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using System.Globalization;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Steering;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Pages;

/// <summary>The public account of all requests, for people; the same as /registre.json.</summary>
[Costs(Cost.Figures)]
public sealed class RegistreModel(ReadRegister read, ReadMonth months, InTime inTime) : CitizenPage
{
    /// <summary>Null while the database does not answer.</summary>
    public PublicRegister? Register { get; private set; }

    public IEnumerable<(string Label, string Count)> Lines =>
    [
        ("Demandes faites", Say(Register!.Asked)),
        ("Servies par un conseiller", Say(Register.Served)),
        ("Retirées par l'usager", Say(Register.Withdrawn)),
        ("Usager injoignable malgré nos essais", Say(Register.Unreachable)),
        ("En attente", Say(Register.Open.Waiting)),
        ("Proposées à un conseiller", Say(Register.Open.Offered)),
        ("Avec un conseiller", Say(Register.Open.WithCounsellor)),
        ("Rappel, rendez-vous, visite ou courrier promis", Say(Register.Open.Promised)),
        ("Usager absent, nouvel essai prévu", Say(Register.Open.Absent)),
    ];

    /// <summary>The sum alone can be right by chance: a loss and an invented request make up for each other.</summary>
    public string Account => Register! switch
    {
        { Gap: not 0 and var gap } => $"Écart de {gap}\u00a0: des demandes et leur journal ne se correspondent pas.",
        { OpenIncidents: > 0 } => "Le total est juste, mais un incident est ouvert\u00a0: des demandes et leur journal ne se correspondent pas.",
        { IsCheckLate: true } => "Le total est juste, mais les demandes ne sont pas comparées une à une à leur journal en ce moment.",
        _ => "Le compte est juste\u00a0: demandes = terminées + ouvertes.",
    };

    public string FirstAnswer => Register!.FirstHumanSeconds is { P50: { } half, P90: { } most }
        ? $"Ces 30 derniers jours, parmi les demandes qui ont eu une réponse humaine, une sur deux l'a eue en moins {Within(half)}, neuf sur dix en moins {Within(most)}."
        : "Il y a trop peu de réponses récentes pour donner un temps d'attente honnête.";

    /// <summary>Beside the waits of those who were answered, the share of those who were: who is never answered has no wait.</summary>
    public string? Answered => Register!.AnsweredRate is { } rate ? $"Depuis le début, {SteeringWords.Share(rate)} des demandes ont eu une réponse humaine." : null;

    /// <summary>First days of the months that have open data.</summary>
    public IReadOnlyList<DateOnly> Months { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        try
        {
            (Months, Register) = await inTime.RunAsync(async ct => (await months.MonthsAsync(ct), await read.RunAsync(ct)), HttpContext.RequestAborted);
            return Page();
        }
        catch (Exception e) when (IsAway(e))
        {
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }

    private static string Say(long count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string Within(double seconds) => seconds switch
    {
        <= 60 => "d'une minute",
        < 5400 => $"de {Math.Ceiling(seconds / 60):0} minutes",
        < 172_800 => $"de {Math.Ceiling(seconds / 3600):0} heures",
        _ => $"de {Math.Ceiling(seconds / 86_400):0} jours",
    };
}
