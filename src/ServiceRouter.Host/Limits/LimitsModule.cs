using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Limits;

/// <summary>What keeps one caller from using up the service, and never keeps anyone from a human.</summary>
internal static class LimitsModule
{
    public static void AddLimits(this IServiceCollection services)
    {
        services.AddOptions<LimitsOptions>().BindConfiguration(LimitsOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LimitsOptions>, LimitsOptionsRules>();
        services.AddSingleton(provider => new Proxies(provider.GetRequiredService<IOptions<LimitsOptions>>().Value));
        services.AddSingleton<ConnectionsOfAddress>().AddSingleton<IConfigureOptions<KestrelServerOptions>, ConnectionLimits>();
        services.AddSingleton(new AlarmCounter(UntoldScheme.Untold)).AddSingleton(new AlarmCounter(UnnamedProxy.Unnamed));
        services.AddSingleton<LimitRequests>().AddSingleton<SlowFailedLooks>();
    }

    /// <summary>The client's address, where a trusted proxy tells it. Call it before everything that looks at addresses.</summary>
    public static void UseTrustedProxies(this WebApplication app)
    {
        // A demonstration may stand behind what it likes.
        var isWatched = !app.Services.GetRequiredService<SignInSetting>().Demo.Enabled;
        if (isWatched) app.UseMiddleware<UnnamedProxy>();
        if (app.Services.GetRequiredService<Proxies>() is not { Any: true } proxies) return;
        if (isWatched) app.UseMiddleware<UntoldScheme>();
        app.UseMiddleware<KnownSchemes>();
        app.UseForwardedHeaders(proxies.Reading());
    }

    /// <summary>Call it when it is known who calls, and before what costs something.</summary>
    public static void UseLimits(this WebApplication app)
    {
        app.UseMiddleware<LimitRequests>();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/demande", StringComparison.OrdinalIgnoreCase), looks => looks.UseMiddleware<SlowFailedLooks>());
    }
}
