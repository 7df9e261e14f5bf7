using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages;

/// <summary>
/// A device that several people use, such as the computer of a France services space or a family's tablet, forgets whose conversation it has: the next person
/// neither reads it nor asks in its name, and the request stays open under its receipt (docs/adr/0088).
/// </summary>
public sealed class AppareilModel(OwnConversation own) : CitizenPage
{
    public bool Remembers { get; private set; }

    /// <summary>Newest request of the conversation, to be noted before it is forgotten; null when there is none, or the database cannot say now.</summary>
    public string? Receipt { get; private set; }

    public async Task OnGetAsync()
    {
        Remembers = CitizenCookie.IsPresent(Request);
        try
        {
            Receipt = (await own.FindAsync(HttpContext))?.Receipt;
        }
        catch (Exception e) when (IsAway(e))
        {
            // Forgetting needs no database.
        }
    }

    public IActionResult OnPost()
    {
        CitizenCookie.Forget(HttpContext);
        return Redirect("/appareil");
    }
}
