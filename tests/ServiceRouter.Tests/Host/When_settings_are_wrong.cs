using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using ServiceRouter.Host.Composition;
using ServiceRouter.Host.Probes;
using ServiceRouter.Host.Publisher;

namespace ServiceRouter.Tests.Host;

public sealed class When_settings_are_wrong
{
    public static TheoryData<string> Sections => [.. SettingFaults.Sections.Select(section => section.Section)];

    [Theory, MemberData(nameof(Sections))]
    public void A_misspelt_one_is_told_by_its_name_and_taken_out(string section)
    {
        using var configuration = Settings($"{section}:Mispelt", "1");

        SettingFaults.TakeUnreadable(configuration).Should().Equal($"{section}:Mispelt is not a setting: is it misspelt?");
        configuration.GetSection(section).GetChildren().Should().BeEmpty("the rest is composed, so that its faults are told as well");
    }

    [Theory]
    [InlineData("Desck:Lease", "Desk")]
    [InlineData("Limit:AsksAtOnce", "Limits")]
    [InlineData("Satellite:Lease", null)]
    [InlineData("Kestrel:Limits:MaxConcurrentConnections", null)]
    [InlineData("Rolls:0", "Roles")]
    public void A_misspelt_section_is_told_when_it_is_like_one_of_ours(string key, string? meant)
    {
        using var configuration = Settings(key, "1");

        SettingFaults.TakeUnreadable(configuration).Should().BeEquivalentTo(meant is null ? [] : [$"{key} is not a setting: is {meant} meant?"]);
    }

    [Fact]
    public void A_misspelt_name_outside_of_the_sections_is_told_on_the_command_line_only()
    {
        // What other programs read in the same environment, such as ROLE, must not stop the start.
        using var elsewhere = Settings("Role", "web", "url", "https://example.fr");
        using var ours = new ConfigurationManager();
        ours.AddCommandLine(["--Role", "Front", "--url", "http://127.0.0.1:5000", "--urls", "http://127.0.0.1:5001", "--environment", "Demo"]);

        SettingFaults.TakeUnreadable(elsewhere).Should().BeEmpty();
        SettingFaults.TakeUnreadable(ours).Should().BeEquivalentTo("Role is not a setting: is Roles meant?", "url is not a setting: is urls meant?");
    }

    [Theory]
    [InlineData(true, "Postgres", null, null, true)]
    [InlineData(true, "postgres", "inmemory", "false", true)]
    [InlineData(true, "Postgres", "RabbitMq", null, false)]
    [InlineData(true, "Postgres", null, "true", false)]
    [InlineData(true, null, null, null, false)]
    [InlineData(false, "Postgres", null, null, false)]
    public void A_bus_in_memory_beside_nodes_on_one_database_is_a_fault_in_production_unless_there_is_one(bool isProduction, string? provider, string? transport, string? singleNode, bool isFault)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Storage:Provider", provider), new("Bus:Transport", transport), new("Bus:SingleNode", singleNode)]).Build();

        BusOfProduction.Faults(settings, isProduction).Any().Should().Be(isFault);
    }

    [Theory]
    [InlineData("AC0", "00:00:15", true)]
    [InlineData("AC0", "00:00:04", false)]
    [InlineData("AC0", null, false)]
    [InlineData("", "00:00:15", false)]
    public void Doors_that_are_waited_for_longer_than_a_provider_waits_are_a_fault_where_there_are_calls(string account, string? database, bool isFault)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Twilio:AccountSid", account), new("Doors:DatabaseTimeout", database)]).Build();

        DoorsOfCalls.Faults(settings).Any().Should().Be(isFault);
    }

    [Theory]
    [InlineData("Phone:AnswerWithin", "soon")]
    [InlineData("DeadLetters:WidenAfter", "never")]
    [InlineData("Assistant:Places", "many")]
    [InlineData("Twilio:Relay", "perhaps")]
    [InlineData("Storage:Provider", "Pigeon")]
    public void One_that_cannot_be_read_is_told_by_its_name(string key, string value)
    {
        using var configuration = Settings(key, value);

        SettingFaults.TakeUnreadable(configuration).Should().ContainSingle().Which.Should().StartWith($"{key} cannot be read: ");
    }

    [Fact]
    public void All_are_told_at_once()
    {
        using var configuration = Settings("Phone:RelayLnk", "https://relais.example.fr", "Hours:Lundi", "09:00 - 12:00", "Roles", "Front,Back");

        SettingFaults.TakeUnreadable(configuration).Should().HaveCount(3);
    }

    [Theory]
    [InlineData("Metrics:TracesTo", "collector")]
    [InlineData("Metrics:TracesTo", "collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")]
    public void Each_fault_is_told_once(string setting, string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[setting] = address;
        builder.AddProbes();
        using var app = builder.Build();

        SettingFaults.Refused(app.Services).Should().ContainSingle().Which.Should().StartWith($"{setting} is {address}");
    }

    [Theory]
    [InlineData("contact@example.fr", "mailto:contact@example.fr")]
    [InlineData("https://example.fr/contact", "https://example.fr/contact")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("Le service des usagers", null)]
    public void Where_the_publisher_is_reached_is_an_address_that_a_page_may_link_to(string reached, string? link)
    {
        PublisherRules.LinkTo(reached).Should().Be(link);
        new PublisherRules().Validate(null, new PublisherOptions { Contact = reached }).Failed.Should().Be(link is null);
        new PublisherRules().Validate(null, new PublisherOptions { DataProtection = reached }).Failed.Should().Be(link is null);
    }

    [Fact]
    public void What_the_law_wants_of_the_publisher_is_missed_by_name()
    {
        TellWhatIsMissing.Missing(new PublisherOptions { Name = "Préfecture", Director = "La préfète", HostedBy = "Centre", Contact = "a@example.fr", DataProtection = "b@example.fr" }).Should().Equal("Publisher:Address");
        TellWhatIsMissing.Missing(new PublisherOptions()).Should().HaveCount(6);
    }

    private static ConfigurationManager Settings(params string[] keysAndValues)
    {
        var configuration = new ConfigurationManager();
        foreach (var pair in keysAndValues.Chunk(2)) configuration[pair[0]] = pair[1];
        return configuration;
    }
}
