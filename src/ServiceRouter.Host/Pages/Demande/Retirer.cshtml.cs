using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Take a request back, after one question on a page of its own.</summary>
public sealed class RetirerModel(FollowRequest follow, ReadTranscript transcript, WithdrawHandoff withdraw) : RequestPage(follow, transcript)
{
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync()) return Absent();
        await withdraw.RunAsync(Handoff.Receipt, HttpContext.RequestAborted);
        return Redirect(Address);
    }
}
