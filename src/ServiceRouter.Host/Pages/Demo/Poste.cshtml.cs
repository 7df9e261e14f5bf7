using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Desk;
using ServiceRouter.Host.Telephone;

namespace ServiceRouter.Host.Pages.Demo;

/// <summary>Demo mode: a counsellor's telephone in the browser, plugged into one of the demo desks.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class PosteModel(IServiceProvider services, SetPhone setPhone) : PageModel
{
    private const string Here = "/demo/telephone/poste";
    private const string Unplugged = "non";

    /// <summary>Whose telephone it is; null: still to be chosen.</summary>
    public DemoCounsellor? Counsellor { get; private set; }

    /// <summary>Its number.</summary>
    public string Phone { get; private set; } = "";

    public string? Problem { get; private set; }

    /// <summary>404 where a real provider carries the calls.</summary>
    public IActionResult OnGet(string? compte)
    {
        if (services.GetService<DemoTelephone>() is null) return NotFound();
        Counsellor = DemoCounsellors.All.FirstOrDefault(counsellor => counsellor.UserName == compte);
        Phone = Counsellor is null ? "" : PhoneOf(Counsellor);
        return Page();
    }

    /// <summary>Plugs the telephone in, or out.</summary>
    public async Task<IActionResult> OnPostAsync(string? compte, string? branche)
    {
        if (services.GetService<DemoTelephone>() is null || DemoCounsellors.All.FirstOrDefault(counsellor => counsellor.UserName == compte) is not { } counsellor) return NotFound();
        var isPlugged = branche != Unplugged;
        if (await setPhone.RunAsync(counsellor.UserName, isPlugged ? PhoneOf(counsellor) : null, HttpContext.RequestAborted) is { } refusal)
        {
            Problem = refusal.Text;
            return Page();
        }
        return Redirect(isPlugged ? $"{Here}?compte={counsellor.UserName}" : Here);
    }

    private static string PhoneOf(DemoCounsellor counsellor) => $"+331990020{DemoCounsellors.All.ToList().IndexOf(counsellor) + 1:00}";
}
