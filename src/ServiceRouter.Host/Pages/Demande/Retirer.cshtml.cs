using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Channels;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Demande;

/// <summary>Take a request back, after one question on a page of its own.</summary>
public sealed class RetirerModel(FollowRequest follow, WithdrawHandoff withdraw, InTime inTime) : RequestPage(follow)
{
    /// <summary>Its row cannot be read or written now: printed receipt of the request that was not taken back.</summary>
    public string? NotWithdrawn { get; private set; }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!await FindAsync()) return Missing is Followed.OnItsWay or Followed.CannotLook ? NotNow() : NotFound();
        try
        {
            await inTime.RunAsync(ct => withdraw.RunAsync(Handoff.Receipt, ct), HttpContext.RequestAborted);
        }
        catch (Exception e) when (IsAway(e))
        {
            return NotNow();
        }
        return Redirect(Address);
    }

    private PageResult NotNow()
    {
        NotWithdrawn = ReceiptCode.Print(ReceiptCode.Parse(Receipt)!);
        Response.Headers.RetryAfter = SayOnWeb.AgainAfterSeconds;
        return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
    }
}
