using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Type a receipt to follow the request, from any device.</summary>
public sealed class IndexModel(OwnConversation own, FollowRequest follow) : CitizenPage
{
    public string? Typed { get; private set; }

    /// <summary>Newest request of this browser, when it has one.</summary>
    public string? OwnReceipt { get; private set; }

    public async Task OnGetAsync()
    {
        try
        {
            OwnReceipt = (await own.FindAsync(HttpContext))?.Receipt;
        }
        catch (Exception e) when (IsAway(e))
        {
            // The page is whole without it: a receipt can be typed.
        }
    }

    public async Task<IActionResult> OnPostAsync(string? recepisse)
    {
        switch (await follow.TryAsync(recepisse, withWords: false, HttpContext.RequestAborted))
        {
            case Followed.Known known: return Redirect($"/demande/{known.Handoff.Receipt}");
            case Followed.OnItsWay way: return Redirect($"/demande/{way.Request.Receipt}");
            case Followed.CannotLook unseen: return Redirect($"/demande/{unseen.Receipt}");
        }
        Typed = recepisse;
        return ReceiptCode.Parse(recepisse) is null
            ? Again("Ce code n'est pas un récépissé : une lettre ou un chiffre est faux, ou il en manque. Vérifiez-le.")
            : Again("Aucune demande n'a ce récépissé. Vérifiez les lettres et les chiffres.", StatusCodes.Status404NotFound);
    }
}
