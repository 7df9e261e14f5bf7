using ServiceRouter.Host.Exercises;

namespace ServiceRouter.Tests.Host.Exercises;

public sealed class When_an_exercise_starts_a_node
{
    private static readonly OwnArguments Own = new(
    [
        "--environment=Demo", "--Storage:ConnectionString=Host=db;Password=geheim", "--Bus:Password", "geheim", "/Twilio:AuthToken=geheim", "Receipts:FormerKeys=geheim", "--Roles=Desk",
        "--Bus:Host=broker", "--Sms:Sender=",
    ]);

    private static readonly Dictionary<string, string> Settings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Storage:ConnectionString"] = "Host=127.0.0.1;Password=geheim", ["Receipts:Key"] = "geheim", ["Bus:Host"] = "127.0.0.1", ["Bus:Nodes"] = "",
    };

    [Fact]
    public void No_secret_is_among_its_arguments() =>
        NodeStart.Of(Own, Settings, ["--Roles=Front"]).ArgumentList.Should().NotBeEmpty().And.NotContain(argument => argument.Contains("geheim"));

    [Fact]
    public void It_has_every_setting_of_this_process_and_its_own_instead()
    {
        var start = NodeStart.Of(Own, Settings, ["--Roles=Front"]);

        start.Environment.Should().Contain(new Dictionary<string, string?>
        {
            ["Storage__ConnectionString"] = "Host=127.0.0.1;Password=geheim", ["Bus__Password"] = "geheim", ["Twilio__AuthToken"] = "geheim", ["Receipts__FormerKeys"] = "geheim",
            ["Receipts__Key"] = "geheim", ["Bus__Host"] = "127.0.0.1",
        });
        start.ArgumentList.Skip(1).Should().BeEquivalentTo("--environment=Demo", "--Sms:Sender=", "--Bus:Nodes=", "--Roles=Desk", "--Roles=Front");
        start.ArgumentList[^1].Should().Be("--Roles=Front", "the last word on a setting counts");
    }

    [Theory]
    [InlineData("/opt/service-router/ServiceRouter.Host", "/opt/service-router/ServiceRouter.Host", null)]
    [InlineData("/opt/service-router/ServiceRouter.Host.exe", "/opt/service-router/ServiceRouter.Host.exe", null)]
    [InlineData("/usr/share/dotnet/dotnet", "/usr/share/dotnet/dotnet", "/opt/service-router/ServiceRouter.Host.dll")]
    [InlineData("/opt/tests/ServiceRouter.Tests", "dotnet", "/opt/service-router/ServiceRouter.Host.dll")]
    [InlineData(null, "dotnet", "/opt/service-router/ServiceRouter.Host.dll")]
    public void A_program_that_was_published_with_its_runtime_starts_itself(string? running, string program, string? first) =>
        NodeStart.Program(running, "/opt/service-router/ServiceRouter.Host.dll").Should().Be((program, first));

    [Fact]
    public void A_variable_of_ours_in_another_case_does_not_stand_beside_its_own()
    {
        const string Inherited = "SR_TEST_CASE__VALUE";
        Environment.SetEnvironmentVariable(Inherited, "ours");
        try
        {
            var start = NodeStart.Of(Own, new Dictionary<string, string> { ["Sr_Test_Case:Value"] = "its own" }, []);

            start.Environment.Where(variable => variable.Key.Equals(Inherited, StringComparison.OrdinalIgnoreCase)).Should().ContainSingle().Which.Value.Should().Be("its own");
        }
        finally
        {
            Environment.SetEnvironmentVariable(Inherited, null);
        }
    }
}
