using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages;

/// <summary>What went wrong, in words, with the human button and phone numbers. Reads nothing from the database, which may be what is away.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErreurModel : PageModel
{
    // Of the address alone: the form that failed may have a field of that name.
    [BindProperty(SupportsGet = true), FromRoute]
    public int Code { get; set; }

    /// <summary>All three doors are shut: nothing was accepted, and the page says where people are.</summary>
    public bool NothingWasAccepted => Failure is AllDoorsShutException;

    /// <summary>The place that the form knew, so that the nearest spaces can be shown.</summary>
    public string? Place => !IsUnreadable && HttpMethods.IsPost(Request.Method) && SentFields.Read(Request, "lieu") is { Length: > 0 and <= 100 } place ? place : null;

    /// <summary>
    /// The request on whose page the button stood: tried again, it must not become a second one. Of a form that was taken for ours only: with the
    /// receipt of somebody else it would lead into their conversation.
    /// </summary>
    public string? Receipt => NothingWasAccepted && ReceiptCode.Parse(SentFields.Read(Request, "recepisse")) is { } code ? ReceiptCode.Print(code) : null;

    public string Title => Status switch
    {
        _ when NothingWasAccepted => "Votre demande n'a pas pu être enregistrée",
        _ when StorageFailure.IsAway(Failure) => "Le service est en panne en ce moment",
        404 when IsAboutRequest => "Demande introuvable",
        404 => "Page introuvable",
        413 => "L'envoi est trop long",
        >= 400 and < 500 => "L'envoi n'a pas été accepté",
        _ => "Le service a un problème",
    };

    public string Explanation => Status switch
    {
        _ when NothingWasAccepted => "Nous n'avons pas pu enregistrer ce que vous venez de demander : ni le registre, ni la file de secours, ni le disque de secours ne répondent. Aucun récépissé n'a été donné. Si vous aviez déjà fait une demande, elle est gardée avec sa place. Ce n'est pas de votre faute. Voici comment joindre une personne sans ce site.",
        _ when StorageFailure.IsAway(Failure) => "Ce n'est pas de votre faute. Ce que vous venez d'envoyer n'a pas pu être enregistré ; ce qui l'était avant le reste. Vous pouvez demander un conseiller dès maintenant : votre demande sera gardée.",
        404 when IsAboutRequest => "Aucune demande n'a ce récépissé. Vérifiez les lettres et les chiffres : il en a 14. Une demande faite pendant une panne peut être encore en cours de transmission : dans ce cas, revenez dans quelques minutes.",
        404 => "L'adresse a peut-être changé, ou elle contient une faute de frappe.",
        413 => "Un message contient au plus 4 000 caractères. Raccourcissez le vôtre et envoyez-le de nouveau.",
        >= 400 and < 500 => "La page était ouverte depuis trop longtemps, ou l'envoi ne venait pas de ce site. Revenez en arrière, rechargez la page et envoyez de nouveau.",
        _ => "Ce n'est pas de votre faute. Ce que vous aviez envoyé avant est enregistré. Essayez de nouveau dans quelques minutes.",
    };

    public bool IsAboutRequest => Status == 404 && OriginalPath?.StartsWith("/demande/", StringComparison.OrdinalIgnoreCase) == true;

    // A failure comes here as 500, whatever was made of it since.
    private int Status => UnreadableForm.StatusOf(Failure) ?? Code;

    // Reading the form again would only fail again.
    private bool IsUnreadable => UnreadableForm.StatusOf(Failure) is not null;

    private Exception? Failure => HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;

    private string? OriginalPath => HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath;
}
