using ServiceRouter.Host.Commands;

namespace ServiceRouter.Tests.Host.Commands;

public sealed class When_a_command_cannot_begin : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("service-router-").FullName;

    [Theory]
    [InlineData("verify-log", "anchors.csv")]
    [InlineData("verify-log", "--publish", "anchors.csv")]
    [InlineData("verify-log", "--published")]
    [InlineData("verify-log", "/srv/anchors.csv")]
    [InlineData("anchor-log", "yesterday")]
    [InlineData("drill", "broker", "json")]
    [InlineData("export-log", "ABCD", "now")]
    [InlineData("migrate", "now")]
    public async Task A_word_that_it_does_not_know_is_not_passed_over(params string[] words)
    {
        var (code, said, log) = await RunAsync(words);

        code.Should().Be(2);
        log.Should().Contain("usage");
        said.Should().BeEmpty("nothing was done");
    }

    [Theory]
    [InlineData("jour;journaux;tardifs;racine;empreinte_precedente;empreinte\r\n")]
    [InlineData("""{"anchors":null}""")]
    [InlineData("""{"anchors":[]}""")]
    public async Task A_published_copy_without_a_day_compares_nothing(string copy)
    {
        var file = Path.Combine(directory, "copy");
        await File.WriteAllTextAsync(file, copy, TestContext.Current.CancellationToken);

        var (code, _, log) = await RunAsync("verify-log", "--published", file, $"--Storage:Directory={directory}");

        code.Should().Be(2);
        log.Should().Contain("no day");
    }

    [Theory]
    [InlineData("verify-log")]
    [InlineData("anchor-log")]
    [InlineData("migrate")]
    public async Task A_database_that_is_away_is_told_in_a_sentence(string command)
    {
        var (code, _, log) = await RunAsync(command, "--Storage:Provider=Postgres", "--Storage:ConnectionString=Host=127.0.0.1;Port=1;Password=geheim", "--Logging:LogLevel:Default=None");

        code.Should().Be(2, "1 says that the log is broken");
        log.Should().Contain("database").And.NotContain("   at ").And.NotContain("geheim");
    }

    [Fact]
    public async Task A_misspelt_setting_does_not_lead_to_another_database()
    {
        var (code, said, log) = await RunAsync("migrate", "--Storage:Provder=Postgres", $"--Storage:Directory={directory}");

        code.Should().Be(2);
        log.Should().Contain("Storage:Provder");
        said.Should().BeEmpty();
        Directory.EnumerateFiles(directory).Should().BeEmpty("no database was made");
    }

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private static async Task<(int? Code, string Said, string Log)> RunAsync(params string[] words)
    {
        using var output = new StringWriter();
        using var log = new StringWriter();
        var code = await Command.RunAsync(words, TextReader.Null, output, log);
        return (code, output.ToString(), log.ToString());
    }
}
