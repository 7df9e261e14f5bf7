using System.Security.Claims;
using AwesomeAssertions;
using ServiceRouter.Desk;
using ServiceRouter.Host.SignIn;
using Xunit;

namespace ServiceRouter.Tests.SignIn;

public sealed class When_claims_are_read
{
    private static readonly SignInOptions Options = new()
    {
        RoleClaim = "fonctions",
        Roles = new SignInOptions.RoleValues { Counsellor = "agent-fs, agent-poste", Manager = "animateur" },
    };

    [Theory]
    [InlineData("agent-fs", "conseiller")]
    [InlineData("AGENT-POSTE", "conseiller")]
    [InlineData("animateur", "responsable")]
    [InlineData("agent-fs animateur", "conseiller responsable")]
    [InlineData("agent-fs comptable", "conseiller")]
    public void Values_of_the_provider_become_roles_of_ours(string held, string expected)
    {
        var (identity, refusal) = Read([("email", "zoe@example.org"), .. held.Split(' ').Select(v => ("fonctions", v))]);

        refusal.Should().Be(SignInRefusal.None);
        identity!.FindAll(ClaimTypes.Role).Select(c => c.Value).Should().Equal(expected.Split(' '));
    }

    [Theory]
    [InlineData("fonctions", "comptable")]
    [InlineData("fonctions", "conseiller")]
    [InlineData("roles", "agent-fs")]
    [InlineData("fonctions", "agent-fs-stagiaire")]
    public void Nothing_else_gives_a_role(string claim, string value) =>
        Read([("email", "zoe@example.org"), (claim, value)]).Refusal.Should().Be(SignInRefusal.NoRole);

    [Fact]
    public void The_person_is_known_by_the_e_mail_in_lower_case_and_shown_by_name()
    {
        var identity = Read([
            ("sub", "abc"), ("email", " Zoe.Martel@Example.org"), ("given_name", "Zoé"), ("usual_name", "Martel"), ("fonctions", "agent-fs")]).Identity!;

        identity.FindFirst(ClaimTypes.NameIdentifier)!.Value.Should().Be("zoe.martel@example.org");
        identity.Name.Should().Be("Zoé Martel");
    }

    [Fact]
    public void Nothing_of_the_provider_but_that_is_kept() =>
        Read([("email", "z@example.org"), ("phone", "+33199000001"), ("siret", "1"), ("fonctions", "agent-fs")]).Identity!.Claims
            .Select(c => c.Type).Should().BeEquivalentTo(ClaimTypes.NameIdentifier, ClaimTypes.Name, ClaimTypes.Role);

    [Fact]
    public void The_place_of_work_is_kept_where_the_settings_name_its_claims()
    {
        var options = new SignInOptions { RoleClaim = "role", Roles = new() { Counsellor = "fs" }, SpaceClaim = "espace", TerritoryClaim = "dep" };

        var (identity, _) = StaffIdentity.From([new Claim("email", "z@example.org"), new Claim("role", "fs"), new Claim("espace", "France services Boussac"), new Claim("dep", "23")], options, "test");

        identity!.FindFirst(SignedInCounsellor.SpaceClaim)!.Value.Should().Be("France services Boussac");
        identity.FindFirst(SignedInCounsellor.TerritoryClaim)!.Value.Should().Be("23");
    }

    [Fact]
    public void Another_claim_can_name_the_person_and_keeps_its_case()
    {
        var options = new SignInOptions { CounsellorClaim = "uid", RoleClaim = "email", Roles = new() { Counsellor = "zoe@example.org" } };

        var (identity, _) = StaffIdentity.From([new Claim("uid", "ZM42"), new Claim("email", "Zoe@example.org")], options, "test");

        identity!.FindFirst(ClaimTypes.NameIdentifier)!.Value.Should().Be("ZM42");
        identity.HasClaim(ClaimTypes.Role, StaffRoles.Counsellor).Should().BeTrue("an address can stand in the list of a role");
    }

    [Fact]
    public void An_unverified_address_gives_no_role_either()
    {
        var options = new SignInOptions { CounsellorClaim = "uid", RoleClaim = "email", Roles = new() { Manager = "zoe@example.org" } };

        var (identity, refusal) = StaffIdentity.From([new Claim("uid", "ZM42"), new Claim("email", "zoe@example.org"), new Claim("email_verified", "false")], options, "test");

        (identity, refusal).Should().Be((null, SignInRefusal.EmailNotVerified));
    }

    [Fact]
    public void A_person_without_the_claim_or_with_an_unverified_address_is_refused()
    {
        Read([("sub", "abc"), ("fonctions", "agent-fs")]).Refusal.Should().Be(SignInRefusal.NoCounsellorClaim);
        Read([("email", "  "), ("fonctions", "agent-fs")]).Refusal.Should().Be(SignInRefusal.NoCounsellorClaim);
        Read([("email", "z@example.org"), ("email_verified", "False"), ("fonctions", "agent-fs")]).Refusal.Should().Be(SignInRefusal.EmailNotVerified);
    }

    private static (ClaimsIdentity? Identity, SignInRefusal Refusal) Read((string Type, string Value)[] claims) =>
        StaffIdentity.From([.. claims.Select(c => new Claim(c.Type, c.Value))], Options, "test");
}
