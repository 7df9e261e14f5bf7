using System.Security.Claims;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Desk;

/// <summary>What sign-in knows of a counsellor. Space and territory are empty when the provider does not tell them.</summary>
/// <param name="Id">Account name: key of the counsellor's row.</param>
/// <param name="FirstName">As the citizen will see it.</param>
/// <param name="LastName">As the citizen will see it.</param>
/// <param name="Quality">As the citizen will see it (CRPA L.111-2).</param>
/// <param name="SpaceName">Name of the space.</param>
/// <param name="Territory">Département code.</param>
public sealed record SignedInCounsellor(string Id, string FirstName, string LastName, string Quality, string SpaceName, string Territory)
{
    /// <summary>The provider told a name: else the account stands for it.</summary>
    public bool IsNamed { get; init; }

    /// <summary>Claim with the name of the space.</summary>
    public const string SpaceClaim = "urn:service-router:space";

    /// <summary>Claim with the département code.</summary>
    public const string TerritoryClaim = "urn:service-router:territory";

    /// <summary>Claim with the quality.</summary>
    public const string QualityClaim = "urn:service-router:quality";

    // Used when the provider tells no quality; both words, since it tells no gender either.
    private const string UsualQuality = "Conseiller ou conseillère France services";
    private const string UsualSpace = "France services";

    /// <exception cref="InvalidOperationException">The principal names nobody: an endpoint forgot its policy.</exception>
    public static string IdOf(ClaimsPrincipal person) =>
        person.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("A desk was opened to somebody without an account");

    public static SignedInCounsellor From(ClaimsPrincipal person)
    {
        var id = IdOf(person);
        var (first, last) = (person.FindFirstValue(ClaimTypes.GivenName), person.FindFirstValue(ClaimTypes.Surname));
        var name = person.FindFirstValue(ClaimTypes.Name);
        var isNamed = name is not null || (first is not null && last is not null);
        if (first is null || last is null) (first, last) = Split(name ?? id);
        return new SignedInCounsellor(
            id, first, last, person.FindFirstValue(QualityClaim) ?? UsualQuality,
            person.FindFirstValue(SpaceClaim) ?? UsualSpace,
            // No account leads into an exercise, whatever a provider says.
            person.FindFirstValue(TerritoryClaim) is { } territory && !SealedTerritory.Holds(territory) ? territory : "") { IsNamed = isNamed };
    }

    private static (string First, string Last) Split(string name) =>
        name.IndexOf(' ', StringComparison.Ordinal) is var at and > 0 ? (name[..at], name[(at + 1)..].Trim()) : ("", name);
}
