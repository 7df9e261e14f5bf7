using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.WebEncoders;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>What the citizens' pages need, and how their errors look.</summary>
internal static class CitizenPagesModule
{
    // Programs get problem details or their own format, never a page.
    private static readonly string[] ForPrograms = ["/twilio", "/health", "/metrics", "/openapi", "/_blazor", "/_framework", "/demo/token", "/registre.json"];

    public static IServiceCollection AddCitizenPages(this IServiceCollection services)
    {
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture("fr-FR", "fr");
            options.SupportedCultures = [CultureInfo.GetCultureInfo("fr-FR")];
            options.SupportedUICultures = [CultureInfo.GetCultureInfo("fr")];
        });
        // é stays é in the page's source; what HTML needs escaped still is.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.AddSingleton<OwnConversation>().AddSingleton<SayOnWeb>().AddSingleton<FollowRequest>();
        return services;
    }

    /// <summary>Errors as pages with the human button; call it before everything that can fail.</summary>
    public static void UseCitizenErrors(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/erreur/500",
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = IsTheirs,
        });
        app.UseStatusCodePagesWithReExecute("/erreur/{0}");
        app.UseWhen(context => ForPrograms.Any(prefix => context.Request.Path.StartsWithSegments(prefix, StringComparison.OrdinalIgnoreCase)), programs =>
        {
            programs.UseExceptionHandler(new ExceptionHandlerOptions { StatusCodeSelector = StatusOf, SuppressDiagnosticsCallback = IsTheirs });
            programs.Use((context, next) =>
            {
                if (context.Features.Get<IStatusCodePagesFeature>() is { } pages) pages.Enabled = false;
                return next(context);
            });
        });
        app.UseRequestLocalization();
    }

    // Its words do not belong into the log.
    private static bool IsTheirs(ExceptionHandlerSuppressDiagnosticsContext failure) => UnreadableForm.StatusOf(failure.Exception) is not null;

    // Away is not broken: the same act may succeed a moment later.
    private static int StatusOf(Exception failure) => UnreadableForm.StatusOf(failure)
        ?? (failure is AllDoorsShutException || StorageFailure.IsAway(failure) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError);
}
