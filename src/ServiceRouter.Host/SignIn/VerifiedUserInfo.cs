using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ServiceRouter.Host.SignIn;

/// <summary>Claims of the userinfo endpoint. ProConnect sends them as a signed token (application/jwt), others as JSON.</summary>
internal static class VerifiedUserInfo
{
    /// <exception cref="HttpRequestException">The endpoint did not answer with success.</exception>
    /// <exception cref="SecurityTokenException">Signature, issuer, audience or subject is not the expected one.</exception>
    public static async Task<IReadOnlyList<Claim>> GetAsync(TokenValidatedContext context)
    {
        var abort = context.HttpContext.RequestAborted;
        var manager = context.Options.ConfigurationManager
            ?? throw new SecurityTokenException("No discovery document.");
        var discovery = await manager.GetConfigurationAsync(abort);
        if (string.IsNullOrEmpty(discovery.UserInfoEndpoint) || context.TokenEndpointResponse?.AccessToken is not { } accessToken)
            return [];

        using var request = new HttpRequestMessage(HttpMethod.Get, discovery.UserInfoEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var response = await context.Options.Backchannel.SendAsync(request, abort);
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsStringAsync(abort);

        var claims = response.Content.Headers.ContentType?.MediaType == "application/jwt"
            ? await FromTokenAsync(body, discovery.Issuer, discovery.SigningKeys, context.Options.ClientId!)
            : FromJson(body);

        // OpenID Connect Core 5.3.2: claims about another subject must not be used.
        var subject = context.SecurityToken.Subject;
        if (claims.FirstOrDefault(c => c.Type == "sub")?.Value != subject)
            throw new SecurityTokenException("The userinfo is about another subject.");
        return claims;
    }

    internal static async Task<IReadOnlyList<Claim>> FromTokenAsync(
        string token, string issuer, IEnumerable<SecurityKey> keys, string clientId)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(
            token.Trim(),
            new TokenValidationParameters
            {
                ValidIssuer = issuer,
                ValidAudience = clientId,
                IssuerSigningKeys = keys,
                ValidAlgorithms = ProviderSignIn.Algorithms,
                // Optional in a userinfo (OpenID Connect Core 5.3.2), checked when present.
                RequireExpirationTime = false,
            });
        return result.IsValid
            ? [.. result.ClaimsIdentity.Claims]
            : throw new SecurityTokenException("The signed userinfo is not valid.", result.Exception);
    }

    internal static IReadOnlyList<Claim> FromJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("The userinfo is not an object.");
        return [.. document.RootElement.EnumerateObject().SelectMany(
            property => Values(property.Value).Select(value => new Claim(property.Name, value)))];
    }

    private static IEnumerable<string> Values(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Values),
        JsonValueKind.Null => [],
        _ => [value.ToString()],
    };
}
