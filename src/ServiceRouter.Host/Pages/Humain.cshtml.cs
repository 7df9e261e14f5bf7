using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Channels;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>"Parler à un conseiller": one POST from any page, no question, no model; then the request's own page (G1).</summary>
public sealed class HumainModel(OwnConversation own, OpenConversation open, AskHuman ask) : CitizenPage
{
    /// <summary>Somebody typed the address: the button, so that a link alone never makes a request.</summary>
    public void OnGet()
    {
    }

    /// <param name="recepisse">The request that the page showed: its conversation, whatever device this is.</param>
    /// <param name="prefere">"oui": no automatic message, remembered.</param>
    public async Task<IActionResult> OnPostAsync(string? recepisse, string? prefere)
    {
        var prefersHuman = prefere == "oui";
        var conversation = (recepisse is null ? null : await open.ByReceiptAsync(recepisse, HttpContext.RequestAborted)) ?? await own.FindAsync(HttpContext);
        var receipt = conversation is not null
            ? await ask.RunAsync(conversation.Id, prefersHuman, HttpContext.RequestAborted)
            : (await own.StartAsync(HttpContext, Language, prefersHuman ? Opening.PrefersHuman : Opening.AsksHuman)).Receipt;
        return Redirect($"/demande/{receipt}");
    }
}
