using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Channels;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>
/// "Parler à un conseiller": one POST from any page, no question, no model; then the request's own page (G1). Nothing is looked up before
/// the asking, which has three doors: this page works without the database.
/// </summary>
[Costs(Cost.Ask)]
public sealed class HumainModel(AskHuman ask) : CitizenPage
{
    /// <summary>Somebody typed the address: the button, so that a link alone never makes a request.</summary>
    public void OnGet()
    {
    }

    /// <param name="recepisse">The request that the page showed: its conversation, whatever device this is.</param>
    /// <param name="prefere">"oui": no automatic message, remembered.</param>
    public async Task<IActionResult> OnPostAsync(string? recepisse, string? prefere)
    {
        var (asking, key) = OwnConversation.Asks(HttpContext, Language, recepisse);
        var accepted = await ask.RunAsync(asking with { RefusesAssistant = prefere == "oui", ShownAt = ShownAt.Of(Request) });
        OwnConversation.Keep(HttpContext, asking, key, accepted);
        return Redirect($"/demande/{accepted.Receipt}");
    }
}
