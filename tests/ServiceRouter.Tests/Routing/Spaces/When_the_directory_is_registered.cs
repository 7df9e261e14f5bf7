using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_the_directory_is_registered
{
    [Fact]
    public void The_shipped_list_is_in_force() =>
        With([]).GetRequiredService<SpaceDirectory>().SourceMention.Should().Be(
            "Source : ANCT et Banque des Territoires, liste des structures France services, 1er août 2024, data.gouv.fr, Licence Ouverte 2.0");

    [Fact]
    public void A_configured_list_is_used() =>
        With(new() { ["Spaces:File"] = SpacesInForce.ShippedFile }).GetRequiredService<SpaceDirectory>().All.Should().HaveCount(2845);

    [Fact]
    public void A_configured_list_that_is_not_there_stops_the_start() =>
        FluentActions.Invoking(() => With(new() { ["Spaces:File"] = "/nowhere/list.csv" }).GetRequiredService<SpaceDirectory>())
            .Should().Throw<OptionsValidationException>().WithMessage("*Spaces:File*/nowhere/list.csv*");

    [Fact]
    public void An_unknown_setting_stops_the_start() =>
        FluentActions.Invoking(() => With(new() { ["Spaces:Fil"] = "a" }).GetRequiredService<SpaceDirectory>())
            .Should().Throw<InvalidOperationException>().WithMessage("*Fil*");

    private static ServiceProvider With(Dictionary<string, string?> settings)
    {
        settings["Storage:Directory"] = Path.Combine(Path.GetTempPath(), "no-such-storage");
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSpaces()
            .BuildServiceProvider();
    }
}
