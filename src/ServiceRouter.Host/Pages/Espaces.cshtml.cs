using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Platform;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Pages;

/// <summary>Find a space: <c>/espaces?lieu=</c>, and the same to print: <c>/espaces/imprimer?lieu=</c>.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class EspacesModel(SpaceDirectory directory, TimeProvider clock) : PageModel
{
    private const int Shown = 10;
    private const int LongestPlace = 100;

    /// <summary>What the citizen typed: a postcode, a commune, a département.</summary>
    [BindProperty(SupportsGet = true, Name = "lieu")]
    public string? Place { get; set; }

    /// <summary>Where the spaces of the answer are; null as long as there is no answer.</summary>
    public string? Where { get; private set; }

    public IReadOnlyList<SpaceCard> Spaces { get; private set; } = [];

    /// <summary>Communes to choose from when the name is not enough.</summary>
    public IReadOnlyList<Commune> Choices { get; private set; } = [];

    /// <summary>Why there is no answer, in words for the citizen.</summary>
    public string? Problem { get; private set; }

    public bool DistancesAreRough { get; private set; }

    public string HoursMention => HoursInWords.Mention(directory.ListDate);

    public string SourceMention => directory.SourceMention;

    public string PrintLink => "/espaces/imprimer?lieu=" + Uri.EscapeDataString(Place ?? "");

    public void OnGet()
    {
        Place = Place?.Trim();
        if (string.IsNullOrEmpty(Place))
            return;

        if (Place.Length > LongestPlace)
            Place = PlainText.Of(Place[..LongestPlace]);
        switch (directory.FindPlace(Place))
        {
            case PlaceFound.ByPostcode(var postcode):
                ShowNear(postcode);
                break;
            case PlaceFound.OneCommune(var commune):
                ShowNear(commune);
                break;
            case PlaceFound.SeveralCommunes(var communes):
                Choices = communes;
                break;
            case PlaceFound.WholeDepartment(var department):
                ShowAllOf(department);
                break;
            default:
                Problem = $"Nous n'avons pas trouvé d'espace sous le nom «\u00a0{Place}\u00a0». Votre commune n'a peut-être pas d'espace. "
                    + "Essayez avec votre code postal\u00a0: nous chercherons les espaces les plus proches.";
                break;
        }
    }

    private void ShowNear(string postcode)
    {
        var nearby = directory.Nearest(postcode, Shown);
        Problem = nearby.Outcome switch
        {
            NearbyOutcome.Found => null,
            NearbyOutcome.NoSpace => $"La liste ne contient aucun espace France services pour ce territoire\u00a0: {nearby.Department!.Name}.",
            _ => $"Nous ne connaissons pas le code postal {postcode}. Vérifiez les cinq chiffres, ou écrivez le nom de votre commune.",
        };
        if (Problem is not null)
            return;

        Where = $"près de {postcode} ({nearby.Department!.Name})";
        DistancesAreRough = nearby.DistancesAreRough;
        Spaces = [.. nearby.Spaces.Select(near => Card(near.Space, near.Space.Postcode == postcode ? "Même code postal" : Distance(near.Km)))];
    }

    private void ShowNear(Commune commune)
    {
        Where = $"près de {commune.Name} ({commune.Department.Name})";
        Spaces = [.. directory.Nearest(commune.Middle, Shown).Spaces.Select(near =>
            Card(near.Space, commune.Has(near.Space) ? "Dans la commune" : Distance(near.Km)))];
    }

    private void ShowAllOf(Department department)
    {
        Spaces = [.. directory.InDepartment(department.Code).Select(space => Card(space, distance: null))];
        if (Spaces.Count > 0)
            Where = $"dans le département\u00a0: {department.Name}";
        else
            Problem = $"La liste ne contient aucun espace France services pour ce territoire\u00a0: {department.Name}.";
    }

    private SpaceCard Card(Space space, string? distance) => SpaceCard.Of(space, distance, clock.GetUtcNow());

    private static string Distance(double km) => SpaceCard.DistanceInWords(km);
}
