using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using ServiceRouter.Host.Telephone;

namespace ServiceRouter.Host.Pages.Demo;

/// <summary>Demo mode: a citizen's telephone in the browser.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class TelephoneModel(IServiceProvider services) : PageModel
{
    /// <summary>404 where a real provider carries the calls.</summary>
    public IActionResult OnGet() => services.GetService<DemoTelephone>() is null ? NotFound() : Page();
}
