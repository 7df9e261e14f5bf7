using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Host.Telephone;

namespace ServiceRouter.Host.Pages.Demo;

/// <summary>Demo mode: a citizen's telephone in the browser.</summary>
[AllowAnonymous]
public sealed class TelephoneModel(IServiceProvider services) : PageModel
{
    public string ServiceNumber { get; private set; } = "";

    public string SmsNumber { get; private set; } = "";

    /// <summary>404 where a real provider carries the calls.</summary>
    public IActionResult OnGet()
    {
        if (services.GetService<DemoTelephone>() is not { } telephone) return NotFound();
        (ServiceNumber, SmsNumber) = (telephone.ServiceNumber, telephone.SmsNumber);
        return Page();
    }
}
