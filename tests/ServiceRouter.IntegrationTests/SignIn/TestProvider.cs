using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>How the provider answers at its userinfo endpoint.</summary>
internal enum UserInfoKind
{
    SignedJwt = 0,
    Json = 1,
    SignedByAnotherKey = 2,
    AboutAnotherPerson = 3,
}

/// <summary>A real OpenID Connect server on a loopback port, with ProConnect's ways: an identity token that carries
/// the sub only, and the person in a signed userinfo. Whoever comes is the person of <see cref="Person"/>.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "service-router";
    public const string ClientSecret = "a-secret-of-the-tests-only";
    public const string ApiAudience = "service-router-api";
    private readonly WebApplication _app;

    private TestProvider(WebApplication app) => _app = app;

    public string Authority { get; private set; } = "";

    public Dictionary<string, object> Person { get; set; } = [];

    public string? Acr { get; set; }

    public UserInfoKind UserInfo { get; set; }

    /// <summary>Query of each authorization and sign-out request, as the browser brought it.</summary>
    public List<Dictionary<string, string>> Asked { get; } = [];

    /// <summary>Codes that somebody wanted to redeem.</summary>
    public int Redeemed { get; private set; }

    public static async Task<TestProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(LoopbackTls.Certificate)));
        TestProvider? provider = null;
        builder.Services.AddOpenIddict().AddServer(server => Configure(server, () => provider!));
        var app = builder.Build();
        app.UseAuthentication();
        app.MapGet("/connect/userinfo", context => provider!.AnswerUserInfoAsync(context));
        provider = new TestProvider(app);
        await app.StartAsync();
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        provider.Authority = $"https://localhost:{port}";
        return provider;
    }

    /// <summary>An access token for a program, as the provider would give it for the API.</summary>
    public string AccessToken(string? audience = ApiAudience, string? issuer = null, SigningCredentials? key = null)
    {
        var claims = new Dictionary<string, object>(Person) { ["sub"] = "program" };
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority + "/",
            Audience = audience,
            Claims = claims,
            Expires = TimeProvider.System.GetUtcNow().AddMinutes(5).UtcDateTime,
            SigningCredentials = key ?? SigningKey,
        });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private SigningCredentials SigningKey =>
        _app.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue.SigningCredentials[0];

    private static void Configure(OpenIddictServerBuilder server, Func<TestProvider> provider)
    {
        server.SetAuthorizationEndpointUris("/connect/authorize")
            .SetTokenEndpointUris("/connect/token")
            .SetUserInfoEndpointUris("/connect/userinfo")
            .SetEndSessionEndpointUris("/connect/session/end");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes(Scopes.OpenId, "given_name", "usual_name", Scopes.Email);
        server.AddEncryptionKey(Keys.Encryption).AddSigningKey(Keys.Signing).DisableAccessTokenEncryption();
        server.EnableDegradedMode();
        server.UseAspNetCore().EnableUserInfoEndpointPassthrough();

        server.AddEventHandler<ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || string.IsNullOrEmpty(context.RedirectUri))
                context.Reject(Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<ValidateTokenRequestContext>(h => h.UseInlineHandler(context =>
        {
            provider().Redeemed++;
            if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
                context.Reject(Errors.InvalidClient);
            return default;
        }));
        server.AddEventHandler<ValidateEndSessionRequestContext>(h => h.UseInlineHandler(_ => default));
        server.AddEventHandler<HandleAuthorizationRequestContext>(h => h.UseInlineHandler(context =>
        {
            provider().Note(context.Request);
            context.SignIn(provider().Subject());
            return default;
        }));
        server.AddEventHandler<HandleEndSessionRequestContext>(h => h.UseInlineHandler(context =>
        {
            provider().Note(context.Request);
            context.SignOut();
            return default;
        }));
    }

    private void Note(OpenIddictRequest? request) => Asked.Add(
        request!.GetParameters().ToDictionary(p => p.Key, p => (string?)p.Value ?? ""));

    private ClaimsPrincipal Subject()
    {
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, "sub-of-this-service");
        if (Acr is not null)
            identity.SetClaim(Claims.AuthenticationContextReference, Acr);
        identity.SetDestinations(_ => [Destinations.IdentityToken, Destinations.AccessToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(Scopes.OpenId, Scopes.Email);
        return principal;
    }

    private async Task AnswerUserInfoAsync(HttpContext context)
    {
        var caller = await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        var claims = new Dictionary<string, object>(Person)
        {
            ["sub"] = UserInfo == UserInfoKind.AboutAnotherPerson ? "somebody-else" : caller.Principal!.GetClaim(Claims.Subject)!,
        };
        if (UserInfo == UserInfoKind.Json)
        {
            await context.Response.WriteAsJsonAsync(claims);
            return;
        }

        var key = UserInfo == UserInfoKind.SignedByAnotherKey ? Keys.Stranger() : SigningKey;
        context.Response.ContentType = "application/jwt";
        await context.Response.WriteAsync(new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority + "/",
            Audience = ClientId,
            Claims = claims,
            SigningCredentials = key,
        }));
    }
}
