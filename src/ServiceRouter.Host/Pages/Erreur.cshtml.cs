using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ServiceRouter.Host.Pages;

/// <summary>What went wrong, in words, with the human button and phone numbers. Reads nothing from the database, which may be what is away.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErreurModel : PageModel
{
    [BindProperty(SupportsGet = true)]
    public int Code { get; set; }

    public string Title => Code switch
    {
        404 when IsAboutRequest => "Demande introuvable",
        404 => "Page introuvable",
        400 => "L'envoi n'a pas été accepté",
        _ => "Le service a un problème",
    };

    public string Explanation => Code switch
    {
        404 when IsAboutRequest => "Aucune demande n'a ce récépissé. Vérifiez les lettres et les chiffres : il en a 14.",
        404 => "L'adresse a peut-être changé, ou elle contient une faute de frappe.",
        400 => "La page était ouverte depuis trop longtemps, ou l'envoi ne venait pas de ce site. Revenez en arrière, rechargez la page et envoyez de nouveau.",
        _ => "Ce n'est pas de votre faute. Ce que vous aviez envoyé avant est enregistré. Essayez de nouveau dans quelques minutes.",
    };

    public bool IsAboutRequest => Code == 404 && OriginalPath?.StartsWith("/demande/", StringComparison.OrdinalIgnoreCase) == true;

    private string? OriginalPath => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath;
}
