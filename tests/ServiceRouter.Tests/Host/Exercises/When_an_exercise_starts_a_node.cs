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
    public void It_has_no_telephone_of_the_provider_and_rings_nobody()
    {
        var settings = ExerciseNodes.Settings("key", "Host=db;Database=router", [40001], 40002);

        NodeStart.Of(new OwnArguments(["--Twilio:AccountSid=AC00000000000000000000000000000001", "--Twilio:AuthToken=geheim"]), settings, ["--Roles=Front"]).ArgumentList
            .Where(argument => argument.StartsWith("--Twilio:AccountSid", StringComparison.OrdinalIgnoreCase)).Should().Equal("--Twilio:AccountSid=");
    }

    [Theory]
    [InlineData("Host=db", "db:5432")]
    [InlineData("Server=db;Port=5433", "db:5433")]
    [InlineData("Host=one, two:5434;Port=5433", "one:5433 two:5434")]
    [InlineData("Host=[::1]:5434,::1", "::1:5434 ::1:5432")]
    [InlineData("Host=/var/run/postgresql", null)]
    [InlineData("Host=db,/var/run/postgresql", null)]
    [InlineData("Database=router", null)]
    public void Each_server_of_the_database_that_is_named_has_its_own_line(string database, string? servers)
    {
        var found = ExerciseNodes.Servers(database);

        (found is null ? null : string.Join(' ', found.Select(server => $"{server.Host}:{server.Port}"))).Should().Be(servers);
        new Npgsql.NpgsqlConnectionStringBuilder(ExerciseNodes.Settings("key", database, [40001, 40003], 40002)["Storage:ConnectionString"]).Host.Should().Be("127.0.0.1:40001,127.0.0.1:40003");
    }

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
