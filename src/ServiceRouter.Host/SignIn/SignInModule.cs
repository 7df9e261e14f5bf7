using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn.Demo;

namespace ServiceRouter.Host.SignIn;

/// <summary>Sign-in of counsellors and managers. Denies by default: an endpoint is open only if it says so.</summary>
public static class SignInModule
{
    /// <summary>Adds cookie, provider and bearer, the policies, the security headers and, in demo mode, the demo accounts.</summary>
    public static void AddServiceRouterSignIn(this WebApplicationBuilder builder)
    {
        var setting = SignInSetting.Read(builder.Configuration, builder.Environment);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(setting);
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInRules>();
        services.AddOptions<SignInOptions>()
            .BindConfiguration(SignInOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();

        services.AddSingleton<IStartupFilter, SecurityHeadersFirst>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAccess>();
        services.AddDataProtection()
            .SetApplicationName("ServiceRouter")
            .PersistKeysToFileSystem(StateDirectory.Open(setting.StateDirectory, "keys"));
        services.AddAntiforgery(form =>
        {
            // A citizen's form must not depend on the proxy telling us about TLS: no __Host- name here.
            form.Cookie.Name = "sr-form";
            form.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        // Every page of the host finds its texts this way.
        services.AddLocalization().AddSingleton<PageTexts>();
        services.AddRazorPages(pages =>
        {
            if (!setting.Demo.Enabled)
                pages.Conventions.AddFolderRouteModelConvention("/Demo", page => page.Selectors.Clear());
        }).AddMvcOptions(mvc =>
        {
            // Names like "a[b]" are written so by a library that we do not use, and one without its bracket is thrown back as a failure of ours.
            mvc.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
            mvc.ValueProviderFactories.RemoveType<JQueryQueryStringValueProviderFactory>();
        });

        Policies.Add(services.AddAuthorizationBuilder());
        services.AddCascadingAuthenticationState();
        AddSchemes(services, setting);
    }

    /// <summary>Authentication, authorization and antiforgery in their order, then the pages of sign-in. Call it before mapping the rest.</summary>
    /// <param name="app">The composed application.</param>
    /// <param name="onceKnown">What comes when it is known who calls, and before it is asked what they may do.</param>
    /// <param name="onProviderAnswer">What comes before an answer of the provider is looked at.</param>
    public static void MapSignIn(this WebApplication app, Action<WebApplication>? onceKnown = null, Action<IApplicationBuilder>? onProviderAnswer = null)
    {
        var setting = app.Services.GetRequiredService<SignInSetting>();
        app.UseMiddleware<WebSocketOrigin>();
        // What the provider sends back is handled by authentication itself: whatever limits requests has to come before it.
        if (onProviderAnswer is not null)
            app.UseWhen(context => StaffPaths.IsProviderAnswer(context.Request.Path), onProviderAnswer);
        app.UseAuthentication();
        onceKnown?.Invoke(app);
        app.UseMiddleware<SameOriginGuard>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapRazorPages();
        SignInEndpoints.Map(app, setting);
        if (!setting.Demo.Enabled)
            return;
        // Now, so that a directory that cannot be written stops the start and not the first call.
        _ = app.Services.GetRequiredService<DemoTokens>();
        DemoTokenEndpoint.Map(app);
    }

    private static void AddSchemes(IServiceCollection services, SignInSetting setting)
    {
        var schemes = services
            .AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, any => any.ForwardDefaultSelector = context => Schemes.For(context.Request))
            .AddCookie(Schemes.Cookie, cookie => SessionCookie.Configure(cookie, setting));
        services.AddSingleton<SessionFiles>();
        services.AddOptions<CookieAuthenticationOptions>(Schemes.Cookie)
            .Configure<SessionFiles>((cookie, sessions) => cookie.SessionStore = sessions);

        if (setting.Demo.Enabled)
        {
            services.AddSingleton(provider =>
                DemoTokens.Open(setting, provider.GetRequiredService<TimeProvider>()));
            schemes.AddJwtBearer(Schemes.Bearer, _ => { });
            services.AddOptions<JwtBearerOptions>(Schemes.Bearer)
                .Configure<DemoTokens>(BearerTokens.ConfigureDemo);
        }
        else if (setting.HasProvider && setting.Options.ApiAudience.Length > 0)
        {
            schemes.AddJwtBearer(Schemes.Bearer, bearer => BearerTokens.Configure(bearer, setting.Options));
        }
        else
        {
            // No bearer tokens are accepted: the scheme exists, so that a call with one gets 401 and not its cookie's rights.
            schemes.AddJwtBearer(Schemes.Bearer, bearer => bearer.Events = RefuseAll());
        }

        if (!setting.HasProvider)
            return;
        services.AddSingleton<SpentSignIns>();
        schemes.AddOpenIdConnect(Schemes.Provider, _ => { });
        services.AddOptions<OpenIdConnectOptions>(Schemes.Provider)
            .Configure<SpentSignIns>((oidc, spent) => ProviderSignIn.Configure(oidc, setting.Options, spent));
    }

    private static JwtBearerEvents RefuseAll() => new()
    {
        OnMessageReceived = context =>
        {
            context.NoResult();
            return Task.CompletedTask;
        },
    };
}
