using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using ServiceRouter.Host.SignIn.Demo;

namespace ServiceRouter.Host.SignIn;

/// <summary>Bearer tokens of the API: access tokens of the provider, or demo tokens.</summary>
internal static class BearerTokens
{
    public static void Configure(JwtBearerOptions bearer, SignInOptions options)
    {
        bearer.Authority = options.Authority;
        bearer.Audience = options.ApiAudience;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters.ValidAlgorithms = ProviderSignIn.Algorithms;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (!StaffIdentity.IsStrongEnough(context.Principal!.Claims, options))
                {
                    context.Fail($"Token refused: {SignInRefusal.WeakAuthentication}");
                    return Task.CompletedTask;
                }
                var (identity, refusal) = StaffIdentity.From([.. context.Principal!.Claims], options, Schemes.Bearer);
                // A valid token without a role of ours is a known person without rights: 403, not 401.
                if (identity is not null)
                    context.Principal = new ClaimsPrincipal(identity);
                else if (refusal == SignInRefusal.NoRole)
                    context.Principal = new ClaimsPrincipal(new ClaimsIdentity(Schemes.Bearer));
                else
                    context.Fail($"Token refused: {refusal}");
                return Task.CompletedTask;
            },
        };
    }

    public static void ConfigureDemo(JwtBearerOptions bearer, DemoTokens tokens)
    {
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = tokens.Validation;
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (tokens.AccountOf(context.Principal!.FindFirstValue("sub")) is { } account)
                    context.Principal = new ClaimsPrincipal(account.ToIdentity(Schemes.Bearer));
                else
                    context.Fail("No such demo account.");
                return Task.CompletedTask;
            },
        };
    }
}
