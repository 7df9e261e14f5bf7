using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using ServiceRouter.Host.Composition;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Rules;

public sealed class Options_are_checked_at_start
{
    private static readonly Type[] Ours = [.. new[] { "ServiceRouter", "ServiceRouter.Connectors", "ServiceRouter.Host" }.SelectMany(name => Assembly.Load(name).GetTypes())];

    private static readonly Type[] Validators =
        [.. Ours.Where(type => type.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IValidateOptions<>)))];

    public static TheoryData<Type> OptionTypes =>
        [.. Ours.Where(type => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal))];

    // Without any options type this fails: xunit wants data for a theory.
    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void Each_is_checked_by_something_that_runs_at_start(Type options)
    {
        if (Validators.Any(validator => IsGiven(validator, options)))
            return;
        Registration(options).Should().Contain("ValidateOnStart", $"AddOptions<{options.Name}>() tells all its faults at start");
        Validators.Should().Contain(validator => validator.IsAssignableTo(typeof(IValidateOptions<>).MakeGenericType(options)));
    }

    // Of an annotation the framework tells neither the section nor the value that was given.
    [Theory]
    [MemberData(nameof(OptionTypes))]
    public void None_is_checked_by_an_annotation(Type options) =>
        options.GetProperties().Where(property => property.GetCustomAttributes<ValidationAttribute>(inherit: true).Any()).Select(property => property.Name)
            .Should().BeEmpty($"{nameof(SectionFaults)} tells a fault with the setting's name, its value and what is allowed");

    [Fact]
    public void The_faults_of_each_are_told_with_those_of_all_others()
    {
        var bound = SourceFile.Below("src").SelectMany(file => Bindings(file.Text)).Distinct().ToList();

        bound.Should().NotBeEmpty();
        SettingFaults.Sections.Select(section => (section.Section, section.Options.Name)).Should()
            .Contain(bound, "a misspelt setting of a section that is not looked through throws while the service is composed")
            .And.HaveSameCount(OptionTypes, "each option type has its section");
    }

    [Fact]
    public void Durations_say_their_unit_by_their_type()
    {
        OptionTypes.Select(row => row.Data).SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType != typeof(TimeSpan) && Regex.IsMatch(property.Name, "(Seconds|Milliseconds|Minutes|Hours|Days|Timeout|Interval)$"))
            .Select(property => $"{property.DeclaringType!.Name}.{property.Name}")
            .Should().BeEmpty("a duration in options is a TimeSpan");
    }

    // A part of a larger setting that another validator checks as a whole.
    private static bool IsGiven(Type validator, Type options) =>
        validator.GetConstructors().SelectMany(constructor => constructor.GetParameters()).SelectMany(parameter => parameter.ParameterType.GetProperties())
            .Any(property => property.PropertyType == options && !validator.IsAssignableTo(typeof(IValidateOptions<>).MakeGenericType(options)));

    // BindConfiguration of an AddOptions, or a section that is read before anything is composed.
    private static IEnumerable<(string Section, string Options)> Bindings(string text) =>
        Regex.Matches(text, @"AddOptions(?:WithValidateOnStart)?<(?<options>\w+)>\(\)\s*\.BindConfiguration\((?<section>[^,)]+)|GetSection\((?<section>[^)]+)\)\.Get<(?<options>\w+Options)>")
            .Select(match => (SectionOf(match.Groups["section"].Value), match.Groups["options"].Value));

    // A literal, or the constant of the option type.
    private static string SectionOf(string written) => written.StartsWith('"')
        ? written.Trim('"')
        : (string)Ours.Single(type => type.Name == written.Split('.')[0]).GetField("Section")!.GetRawConstantValue()!;

    // The statement from AddOptions<T> to its semicolon.
    private static string Registration(Type options) => string.Concat(SourceFile.Below("src")
        .SelectMany(file => Regex.Matches(file.Code, $@"AddOptions(WithValidateOnStart)?<{options.Name}>[^;]*;"))
        .Select(match => match.Value.Replace("AddOptionsWithValidateOnStart", "ValidateOnStart", StringComparison.Ordinal)));
}
