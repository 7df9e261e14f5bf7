using System.Security.Claims;
using ServiceRouter.Desk;

namespace ServiceRouter.Host.SignIn;

/// <summary>Why a person whom the provider vouches for may not come in.</summary>
internal enum SignInRefusal
{
    None = 0,
    NoCounsellorClaim = 1,
    EmailNotVerified = 2,
    NoRole = 3,
    WeakAuthentication = 4,
    Failed = 5,
}

/// <summary>The provider's claims read as a person of this service: who, and with which roles.</summary>
internal static class StaffIdentity
{
    private const string Email = "email";

    /// <summary>Identity with NameIdentifier, Name and roles of ours, and the place of work where it is configured; or the reason why there is none.</summary>
    public static (ClaimsIdentity? Identity, SignInRefusal Refusal) From(
        IReadOnlyCollection<Claim> claims, SignInOptions options, string authenticationType)
    {
        var key = First(claims, options.CounsellorClaim);
        if (key is null)
            return (null, SignInRefusal.NoCounsellorClaim);

        // An unverified address could be anybody's; a provider that says nothing about it vouches for it (ProConnect).
        if ((options.CounsellorClaim == Email || options.RoleClaim == Email) && claims.Any(c => c.Type == "email_verified" && IsFalse(c.Value)))
            return (null, SignInRefusal.EmailNotVerified);

        var roles = RolesOf(claims.Where(c => c.Type == options.RoleClaim).Select(c => c.Value), options.Roles);
        if (roles.Count == 0)
            return (null, SignInRefusal.NoRole);

        // Addresses differ in case between providers and rows; a sub does not.
        var userName = options.CounsellorClaim == Email ? key.ToLowerInvariant() : key;
        var identity = Create(userName, DisplayName(claims) ?? userName, roles, authenticationType);
        Keep(options.SpaceClaim, SignedInCounsellor.SpaceClaim);
        Keep(options.TerritoryClaim, SignedInCounsellor.TerritoryClaim);
        Keep(options.QualityClaim, SignedInCounsellor.QualityClaim);
        return (identity, SignInRefusal.None);

        void Keep(string theirs, string ours)
        {
            if (theirs.Length > 0 && First(claims, theirs) is { } value) identity.AddClaim(new Claim(ours, value));
        }
    }

    /// <summary>The provider says that the person has proved who they are as strongly as <c>SignIn:AcrValues</c> asks; of an identity token as of an access token (RFC 9470).</summary>
    public static bool IsStrongEnough(IEnumerable<Claim> claims, SignInOptions options) =>
        options.AcrValues.Length == 0 || claims.Any(c => c.Type == "acr" && Words.Of(options.AcrValues).Contains(c.Value));

    public static ClaimsIdentity Create(
        string userName, string displayName, IEnumerable<string> roles, string authenticationType)
    {
        var identity = new ClaimsIdentity(authenticationType, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, userName));
        identity.AddClaim(new Claim(ClaimTypes.Name, displayName));
        identity.AddClaims(roles.Select(role => new Claim(ClaimTypes.Role, role)));
        return identity;
    }

    private static List<string> RolesOf(IEnumerable<string> values, SignInOptions.RoleValues mapping)
    {
        var held = values.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var roles = new List<string>();
        if (Words.Of(mapping.Counsellor).Any(held.Contains))
            roles.Add(StaffRoles.Counsellor);
        if (Words.Of(mapping.Manager).Any(held.Contains))
            roles.Add(StaffRoles.Manager);
        return roles;
    }

    // ProConnect: given_name and usual_name; others: family_name, or name alone.
    private static string? DisplayName(IReadOnlyCollection<Claim> claims)
    {
        var given = First(claims, "given_name");
        var family = First(claims, "usual_name") ?? First(claims, "family_name");
        return given is not null && family is not null ? $"{given} {family}" : First(claims, "name") ?? family ?? given;
    }

    private static string? First(IEnumerable<Claim> claims, string type) =>
        claims.FirstOrDefault(c => c.Type == type && !string.IsNullOrWhiteSpace(c.Value))?.Value.Trim();

    private static bool IsFalse(string value) => string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
