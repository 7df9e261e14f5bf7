using System.Net;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>The real sign-in module under a few endpoints that stand for the desk, the dashboard and the citizen's pages.</summary>
internal sealed class SignInHost : IAsyncDisposable
{
    private readonly DirectoryInfo? _ownStorage;

    private SignInHost(WebApplication app, DirectoryInfo? ownStorage)
    {
        App = app;
        _ownStorage = ownStorage;
    }

    public WebApplication App { get; }

    public Uri Address { get; private set; } = new("https://localhost");

    public static Task<SignInHost> StartAsync(TestProvider provider, params (string Name, string Value)[] settings) =>
        StartAsync("Production", https: true, storage: null, time: null,
        [
            ("SignIn:Authority", provider.Authority),
            ("SignIn:ClientId", TestProvider.ClientId),
            ("SignIn:ClientSecret", TestProvider.ClientSecret),
            ("SignIn:Scopes", "openid given_name usual_name email"),
            ("SignIn:RoleClaim", "fonctions"),
            ("SignIn:Roles:Counsellor", "agent-fs,agent-poste"),
            ("SignIn:Roles:Manager", "animateur"),
            ("SignIn:ApiAudience", TestProvider.ApiAudience),
            .. settings,
        ]);

    public static Task<SignInHost> StartDemoAsync(string? storage = null, FakeTimeProvider? time = null, bool https = false) =>
        StartAsync("Development", https, storage, time, [("Demo:Enabled", "true")]);

    public static async Task<SignInHost> StartAsync(
        string environment,
        bool https,
        string? storage,
        FakeTimeProvider? time,
        (string Name, string Value)[] settings,
        Action<WebApplication>? mapMore = null)
    {
        var ownStorage = storage is null ? Directory.CreateTempSubdirectory("sign-in-") : null;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            ApplicationName = typeof(SignInModule).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection();
        builder.Configuration["Storage:Directory"] = storage ?? ownStorage!.FullName;
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l =>
        {
            if (https)
                l.UseHttps(LoopbackTls.Certificate);
        }));
        if (time is not null)
            builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddServiceRouterSignIn();
        builder.Services.ConfigureAll<OpenIdConnectOptions>(o => o.BackchannelHttpHandler = LoopbackTls.Handler());
        builder.Services.ConfigureAll<JwtBearerOptions>(o => o.BackchannelHttpHandler = LoopbackTls.Handler());

        // The stand-in below has the home page's address.
        builder.Services.AddRazorPages(pages => pages.Conventions.AddPageRouteModelConvention("/Accueil", page => page.Selectors.Clear()));

        var app = builder.Build();
        app.MapSignIn();
        MapStandIns(app);
        mapMore?.Invoke(app);
        var host = new SignInHost(app, ownStorage);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        host.Address = new Uri($"{(https ? "https" : "http")}://localhost:{port}");
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        _ownStorage?.Delete(recursive: true);
    }

    private static void MapStandIns(WebApplication app)
    {
        app.MapGet("/", () => "accueil").AllowAnonymous();
        app.MapGet("/forgotten", () => "an endpoint whose author thought of nothing");
        app.MapGet("/desk", Who).RequireAuthorization(Policies.Counsellor);
        app.MapGet("/pilotage", Who).RequireAuthorization(Policies.Manager);
        app.MapGet("/api/desk/handoffs", Who).RequireAuthorization(Policies.Counsellor);
        app.MapPut("/api/desk/presence", Who).RequireAuthorization(Policies.Counsellor);
        app.MapGet("/api/steering/figures", Who).RequireAuthorization(Policies.Manager);
        app.MapGet("/_blazor", Who);
    }

    private static string Who(HttpContext context) => string.Join('|',
        context.User.Claims.Select(c => $"{c.Type.Split('/')[^1]}={c.Value}").Order(StringComparer.Ordinal));
}
