using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>A page about one request: the receipt in the address is all it takes. An unknown one answers 404 with a way on.</summary>
public abstract class RequestPage(FollowRequest follow, ReadTranscript transcript) : CitizenPage
{
    [BindProperty(SupportsGet = true)]
    public string Receipt { get; set; } = "";

    public HandoffView Handoff { get; private set; } = null!;

    public RequestStatus Status { get; private set; } = null!;

    public IReadOnlyList<ShownActivity> Activities { get; private set; } = [];

    public string Address => $"/demande/{Handoff.Receipt}";

    protected async Task<bool> LoadAsync()
    {
        if (await follow.RunAsync(Receipt, HttpContext.RequestAborted) is not { } found) return false;
        (Handoff, Status) = found;
        Activities = [.. (await transcript.AfterAsync(Handoff.ConversationId, 0, HttpContext.RequestAborted)).Select(ShownActivity.Of)];
        return true;
    }

    /// <summary>Shows the request as it now is.</summary>
    public virtual async Task<IActionResult> OnGetAsync() => await LoadAsync() ? Page() : NotFound();
}
