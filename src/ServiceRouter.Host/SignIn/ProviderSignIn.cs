using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ServiceRouter.Host.SignIn;

/// <summary>Sign-in at the OpenID Connect provider: authorization code with PKCE, everything from discovery.</summary>
internal static class ProviderSignIn
{
    // ProConnect signs with one of the first two, as chosen when the service is declared.
    public static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    private static readonly TimeSpan ProviderTimeout = TimeSpan.FromSeconds(10);

    public static void Configure(OpenIdConnectOptions oidc, SignInOptions options, SpentSignIns spent)
    {
        oidc.SignInScheme = Schemes.Cookie;
        oidc.Authority = options.Authority;
        oidc.ClientId = options.ClientId;
        oidc.ClientSecret = options.ClientSecret;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        // A form post from the provider would not carry SameSite=Lax cookies.
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = false;
        oidc.MapInboundClaims = false;
        oidc.UseTokenLifetime = false;
        // ProConnect answers unknown parameters (x-client-SKU) with error Y000400.
        oidc.DisableTelemetry = true;
        // The framework reads a signed userinfo without checking its signature: done in VerifiedUserInfo instead.
        oidc.GetClaimsFromUserInfoEndpoint = false;
        oidc.CallbackPath = StaffPaths.Callback;
        oidc.SignedOutCallbackPath = StaffPaths.SignedOutCallback;
        oidc.SignedOutRedirectUri = "/";
        oidc.RemoteSignOutPath = PathString.Empty;
        oidc.BackchannelTimeout = ProviderTimeout;
        oidc.RemoteAuthenticationTimeout = SpentSignIns.Longest;
        oidc.TokenValidationParameters.ValidAlgorithms = Algorithms;
        oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SameSite = SameSiteMode.Lax;
        oidc.Scope.Clear();
        foreach (var scope in Words.Of(options.Scopes))
            oidc.Scope.Add(scope);

        oidc.Events.OnRedirectToIdentityProvider = context =>
        {
            spent.Begin(context.Properties);
            if (options.AcrValues.Length > 0)
                context.ProtocolMessage.AcrValues = options.AcrValues;
            return Task.CompletedTask;
        };
        oidc.Events.OnAuthorizationCodeReceived = context =>
        {
            // The verifier of PKCE is in the sealed state only, and in no other one.
            if (!spent.TakeUp(context.Properties, context.TokenEndpointRequest?.GetParameter("code_verifier")))
                context.Fail(new SignInRefusedException(SignInRefusal.Failed));
            return Task.CompletedTask;
        };
        oidc.Events.OnTokenValidated = context => AdmitAsync(context, options);
        oidc.Events.OnRemoteFailure = RefuseAsync;
    }

    private static async Task AdmitAsync(TokenValidatedContext context, SignInOptions options)
    {
        var claims = context.Principal?.Claims.ToList() ?? [];
        if (!StaffIdentity.IsStrongEnough(claims, options))
        {
            context.Fail(new SignInRefusedException(SignInRefusal.WeakAuthentication));
            return;
        }

        try
        {
            claims.AddRange(await VerifiedUserInfo.GetAsync(context));
        }
        catch (Exception fault) when (fault is HttpRequestException or SecurityTokenException or System.Text.Json.JsonException)
        {
            context.Fail(fault);
            return;
        }

        var (identity, refusal) = StaffIdentity.From(claims, options, Schemes.Provider);
        if (identity is null)
        {
            context.Fail(new SignInRefusedException(refusal));
            return;
        }

        context.Principal = new ClaimsPrincipal(identity);
        // Kept with the session on the server, for the id_token_hint of the sign-out; no other token is kept.
        if (context.TokenEndpointResponse?.IdToken is { } idToken)
            context.Properties?.StoreTokens([new AuthenticationToken { Name = "id_token", Value = idToken }]);
    }

    private static Task RefuseAsync(RemoteFailureContext context)
    {
        var refusal = context.Failure is SignInRefusedException refused ? refused.Refusal : SignInRefusal.Failed;
        // The kind only: the message of a failure can quote what the provider sent about a person.
        context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(ProviderSignIn))
            .LogWarning("Sign-in refused: {Refusal} ({Failure})", refusal, context.Failure?.GetType().Name);
        context.HandleResponse();
        return RefusalPage.WriteAsync(context.HttpContext, refusal);
    }
}

/// <summary>The provider vouches for the person, this service does not let them in.</summary>
internal sealed class SignInRefusedException(SignInRefusal refusal) : Exception($"Sign-in refused: {refusal}")
{
    public SignInRefusal Refusal { get; } = refusal;
}
