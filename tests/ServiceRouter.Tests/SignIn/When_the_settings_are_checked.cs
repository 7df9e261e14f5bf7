using AwesomeAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Host.SignIn;
using Xunit;

namespace ServiceRouter.Tests.SignIn;

public sealed class When_the_settings_are_checked
{
    [Fact]
    public void Good_settings_pass()
    {
        SignInRules.Faults(Settings.Good()).Should().BeEmpty();
        SignInRules.Faults(Settings.Demo()).Should().BeEmpty();
    }

    [Fact]
    public void The_desk_without_a_provider_is_refused_and_the_settings_are_named()
    {
        var fault = SignInRules.Faults(Settings.Good() with { Options = new SignInOptions() }).Should().ContainSingle().Subject;

        fault.Should().ContainAll("SignIn:Authority", "SignIn:ClientId", "SignIn:ClientSecret", "Roles", "Demo:Enabled");
    }

    [Fact]
    public void A_node_without_the_desk_needs_no_provider() =>
        SignInRules.Faults(Settings.Good() with { Options = new SignInOptions(), ServesStaff = false }).Should().BeEmpty();

    [Fact]
    public void Demo_mode_is_refused_in_production_and_beside_a_provider()
    {
        SignInRules.Faults(Settings.Demo() with { IsProduction = true })
            .Should().ContainSingle().Which.Should().ContainAll("Demo:Enabled", "Production");
        SignInRules.Faults(Settings.Good() with { Demo = new DemoOptions { Enabled = true }, IsProduction = false })
            .Should().ContainSingle().Which.Should().ContainAll("Demo:Enabled", "SignIn:Authority");
    }

    [Fact]
    public void All_faults_come_at_once()
    {
        var options = new SignInOptions
        {
            Authority = "http://auth.example.org",
            Scopes = "email",
            CounsellorClaim = "",
            RoleClaim = "",
            Roles = new SignInOptions.RoleValues { Counsellor = " , ", Manager = "" },
            IdleLimit = TimeSpan.Zero,
            AbsoluteLimit = TimeSpan.FromDays(2),
        };

        var result = new SignInRules(Settings.Good()).Validate(null, options);

        string[] named =
        [
            "SignIn:Authority", "SignIn:ClientId", "SignIn:ClientSecret", "SignIn:Scopes", "SignIn:CounsellorClaim",
            "SignIn:RoleClaim", "SignIn:Roles:Counsellor", "SignIn:Roles:Manager", "SignIn:IdleLimit", "SignIn:AbsoluteLimit",
        ];
        result.Failures.Should().HaveCount(named.Length);
        foreach (var name in named)
            result.Failures.Should().ContainSingle(f => f.StartsWith(name + " ", StringComparison.Ordinal));
    }

    [Fact]
    public void Identity_tokens_must_not_pass_as_access_tokens()
    {
        var setting = Settings.Good();
        setting.Options.ApiAudience = setting.Options.ClientId;

        SignInRules.Faults(setting).Should().ContainSingle().Which.Should().StartWith("SignIn:ApiAudience");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(true, "Roles", "Front,Desk")]
    [InlineData(true, "Roles:0", "Front", "Roles:1", "desk")]
    [InlineData(false, "Roles", "Front, Router")]
    [InlineData(false, "Roles:0", "Jobs")]
    public void A_node_serves_the_desk_by_role_or_when_no_role_is_named(bool expected, params string[] pairs)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(pairs.Chunk(2).Select(p => new KeyValuePair<string, string?>(p[0], p[1])))
            .Build();

        SignInSetting.Read(configuration, new Somewhere()).ServesStaff.Should().Be(expected);
    }

    private sealed class Somewhere : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Production";

        public string ApplicationName { get; set; } = "";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
