using ServiceRouter.Connectors.Twilio;
using ServiceRouter.Host.Exercises;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Probes;
using ServiceRouter.Host.Publisher;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.Steering;
using ServiceRouter.Host.Telephone;

namespace ServiceRouter.Host.Composition;

/// <summary>Pages, APIs and probes of the roles that this process has.</summary>
internal static class Web
{
    public static void AddWeb(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddLimits();
        builder.AddProbes();
        builder.Services.AddApiFaults();
        builder.Services.AddApiDescription();
        builder.Services.AddPublisher();
        builder.Services.AddCitizenPages();
        builder.Services.AddTwilio(builder.Configuration);
        builder.AddDeskWeb();
        builder.AddExercises();
    }

    public static void MapWeb(this WebApplication app)
    {
        app.UseArrival();
        app.UseTrustedProxies();
        app.UseCitizenErrors();
        // Before whoever reads the address of a handshake: a talk on the telephone may come over one.
        app.UseWebSockets();
        app.MapStaticAssets("ServiceRouter.Host.staticwebassets.endpoints.json").AllowAnonymous();
        app.UseApiFaults();
        app.MapSignIn(onceKnown: known => known.UseLimits(), onProviderAnswer: answer => answer.UseMiddleware<LimitRequests>());
        app.MapLiveConversation();
        app.MapTwilio(app.Configuration);
        DemoTelephone.Map(app);
        app.MapSteering();
        app.MapExercises();
        app.MapApiDescription();
        app.MapDeskWeb();
        app.MapProbes();
    }
}
