using System.Net;
using System.Net.Sockets;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Composition;

namespace ServiceRouter.IntegrationTests.Probes;

public sealed class When_the_service_may_not_start : IDisposable
{
    private const string ReceiptKey = "--Receipts:Key=c2VydmljZS1yb3V0ZXItdGVzdHMtMDEyMzQ1Njc4OS1BQkNERUY=";
    private readonly string directory = Directory.CreateTempSubdirectory("service-router-").FullName;

    [Fact]
    public async Task Every_wrong_setting_is_listed_at_once()
    {
        var (code, log) = await StartAsync("Production", "--Roles:0=Desk", "--Roles:1=Froont", "--Bus:SendTimeout=00:10:00", "--Bus:Transport=Pigeon",
            "--Storage:Provider=Postgres", "--Storage:ConnectionString=Hots=db;Password=geheim", "--Desk:Leese=00:00:10", "--Metrics:TracesTo=nowhere");

        code.Should().Be(1);
        log.Should().ContainAll("Receipts:Key", "Froont", "Bus:SendTimeout", "Bus:Transport", "Storage:ConnectionString cannot be read: it has no 'hots'", "Desk:Leese", "SignIn:Authority", "Metrics:TracesTo");
        log.Should().NotContain("   at ", "an operator needs no stack trace").And.NotContain("geheim");
    }

    [Fact]
    public async Task A_bus_in_memory_on_a_database_of_several_nodes_is_refused_in_production()
    {
        var (code, log) = await StartAsync("Production", "--Roles=Front", ReceiptKey, "--Storage:Provider=Postgres", "--Storage:ConnectionString=Host=127.0.0.1;Port=1");

        code.Should().Be(1);
        log.Should().Contain("Bus:Transport is InMemory").And.Contain("Bus:SingleNode");
    }

    [Fact]
    public async Task Pending_migrations_name_the_command_that_applies_them()
    {
        var (code, log) = await StartAsync("Production", "--Roles=Front", ReceiptKey);

        code.Should().Be(1);
        log.Should().Contain("the command migrate of this program").And.NotContain("./run", "that is for a checkout, and starts a demonstration").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_migrated_database_starts()
    {
        string[] settings = ["--environment=Production", "--Roles=Front", ReceiptKey, $"--Storage:Directory={directory}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None"];
        (await MigrateCommand.RunAsync(settings, TextWriter.Null)).Should().Be(0);

        await using var app = ServiceRouterApp.Build(settings);
        await ServiceRouterApp.StartAsync(app, TestContext.Current.CancellationToken);

        app.Urls.Should().ContainSingle();
        await app.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_command_that_finds_its_address_in_use_says_so_and_accuses_no_database()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var log = new StringWriter();

        var code = await Command.RunAsync(["phone", "--environment=Demo", $"--urls=http://{taken.LocalEndpoint}", $"--Storage:Directory={directory}", "--Logging:LogLevel:Default=None"], TextReader.Null, TextWriter.Null, log);

        code.Should().Be(2);
        log.ToString().Should().Contain("address already in use").And.NotContain("database");
    }

    [Fact]
    public void The_addresses_of_a_demo_can_be_opened() =>
        StartedAddresses.Block(["http://[::]:5000"]).Should().ContainAll("http://localhost:5000/demo", "http://localhost:5000/registre");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private async Task<(int Code, string Log)> StartAsync(string environment, params string[] settings)
    {
        using var log = new StringWriter();
        var code = await ServiceRouterApp.RunAsync(
            [$"--environment={environment}", $"--Storage:Directory={directory}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", .. settings],
            log, TestContext.Current.CancellationToken);
        return (code, log.ToString());
    }
}
