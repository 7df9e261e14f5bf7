using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>
/// A page about one request: the receipt in the address is all it takes. An unknown one answers 404 with a way on; one that the database
/// does not have yet, or cannot tell of now, answers what is true of it.
/// </summary>
public abstract class RequestPage(FollowRequest follow) : CitizenPage
{
    // Of the address alone: a field of the same name would lead to another request.
    [BindProperty(SupportsGet = true), FromRoute]
    public string Receipt { get; set; } = "";

    public HandoffView Handoff { get; private set; } = null!;

    public RequestStatus Status { get; private set; } = null!;

    public IReadOnlyList<ShownActivity> Activities { get; private set; } = [];

    public string Address => $"/demande/{Handoff.Receipt}";

    /// <summary>Two-letter language of what was said, where it is not that of the page.</summary>
    public string? OtherLanguage => Handoff.Language == Language ? null : Handoff.Language;

    /// <summary>What the database could not say; <see cref="Followed.Unknown"/> or null otherwise.</summary>
    protected Followed? Missing { get; set; }

    /// <summary>Where the request stands; with what was said in it when a page is to be drawn.</summary>
    protected async Task<bool> FindAsync(bool withWords = false)
    {
        var followed = await follow.TryAsync(Receipt, withWords, HttpContext.RequestAborted);
        if (followed is not Followed.Known found)
        {
            Missing = followed;
            return false;
        }
        // An exercise's receipt stands in its report, and takes nobody into it.
        if (found.Handoff.IsExercise && (await HttpContext.RequestServices.GetRequiredService<OwnConversation>().FindAsync(HttpContext))?.Id != found.Handoff.ConversationId)
        {
            Missing = new Followed.Unknown();
            return false;
        }
        (Handoff, Status, Activities) = found;
        return true;
    }

    protected async Task ReadWordsAsync() => Activities = await follow.WordsAsync(Handoff.ConversationId, HttpContext.RequestAborted);

    /// <summary>Shows the request as it now is.</summary>
    public virtual async Task<IActionResult> OnGetAsync() => await FindAsync(withWords: true) ? Page() : Absent();

    /// <summary>Instead of the page: where the truth about this receipt is told.</summary>
    protected virtual IActionResult Absent() =>
        Missing is Followed.OnItsWay or Followed.CannotLook ? Redirect($"/demande/{ReceiptCode.Print(ReceiptCode.Parse(Receipt)!)}") : NotFound();
}
