using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform;
using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Rules;

/// <summary>Who cannot telephone is served at the same hours as who can: chat, text messages and the relay have no hours of their own.</summary>
public sealed partial class Every_channel_has_the_same_hours
{
    [Fact]
    public void There_is_one_section_of_hours_and_no_other_setting_holds_any()
    {
        new[] { "ServiceRouter", "ServiceRouter.Connectors", "ServiceRouter.Host" }.SelectMany(name => Assembly.Load(name).GetTypes())
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetProperties().Any(property => HoursWord().IsMatch(property.Name)))
            .Should().BeEquivalentTo([typeof(ServiceHoursOptions)], "each channel reads the hours of the section Hours");
    }

    [Fact]
    public void What_is_asked_about_the_hours_names_no_channel() =>
        typeof(ServiceHours).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Should().NotBeEmpty()
            .And.OnlyContain(method => method.GetParameters().Select(parameter => parameter.ParameterType).All(type => type == typeof(DateTimeOffset) || type == typeof(string)))
            .And.OnlyContain(method => method.GetParameters().All(parameter => parameter.Name == "territory" || parameter.Name == "now" || parameter.Name == "at"));

    [Fact]
    public void A_channel_reckons_no_hours_of_its_own()
    {
        var reckoners = SourceFile.Below("src", "ServiceRouter").Concat(SourceFile.Below("src", "ServiceRouter.Connectors")).Where(file => Reckoning().IsMatch(file.Code)).Select(file => file.Path).ToList();

        reckoners.Should().NotBeEmpty("the hours of counsellors and of spaces are reckoned in Routing")
            .And.OnlyContain(path => path.StartsWith("src/ServiceRouter/Routing/", StringComparison.Ordinal), "a channel asks ServiceHours");
    }

    [Theory]
    [InlineData("Hours:Sms:Monday")]
    [InlineData("Hours:Chat")]
    [InlineData("Hours:RelayMonday")]
    public void Hours_for_one_channel_are_refused_at_start(string setting)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [setting] = "09:00 - 12:00" }).Build());
        services.AddRouting(Roles.None);
        using var provider = services.BuildServiceProvider();

        var start = () => provider.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<InvalidOperationException>().Which.Message.Should().Contain(nameof(ServiceHoursOptions));
    }

    [GeneratedRegex("^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Hours$|^Open(ing|s|From)|^Clos(es|ing)")]
    private static partial Regex HoursWord();

    [GeneratedRegex(@"\b(WeekHours|OpeningHours|HoursText)\b")]
    private static partial Regex Reckoning();
}
