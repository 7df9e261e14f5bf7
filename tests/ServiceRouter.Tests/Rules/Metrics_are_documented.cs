using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Metrics_are_documented
{
    [Fact]
    public void An_operator_finds_each_with_its_alarm()
    {
        var page = File.ReadAllText(Repository.Folder("docs", "operations.md"));
        var ours = SourceFile.Below("src").SelectMany(file => Instrument().Matches(file.Text).Select(match => match.Groups[1].Value)).Distinct().ToList();

        ours.Should().HaveCountGreaterThan(20, "or they are named in another way, and this test sees none");
        ours.Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)).Should().BeEmpty("docs/operations.md has a table of them");
        Row().Matches(page).SelectMany(row => Named().Matches(row.Value)).Select(name => name.Groups[1].Value).Except(ours).Should().BeEmpty("nothing counts these any more");
    }

    [GeneratedRegex("\"(sr\\.[a-z_.]+)\"")]
    private static partial Regex Instrument();

    [GeneratedRegex("(?m)^\\| `sr\\.[^|]*\\|")]
    private static partial Regex Row();

    [GeneratedRegex("`(sr\\.[a-z_.]+)`")]
    private static partial Regex Named();
}
