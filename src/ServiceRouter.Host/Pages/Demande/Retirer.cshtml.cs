using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Channels;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Take a request back, after one question on a page of its own.</summary>
public sealed class RetirerModel(FollowRequest follow, WithdrawHandoff withdraw, InTime inTime) : RequestPage(follow)
{
    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync()) return Absent();
        await inTime.RunAsync(ct => withdraw.RunAsync(Handoff.Receipt, ct), HttpContext.RequestAborted);
        return Redirect(Address);
    }
}
