using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Decisions_are_indexed
{
    [Fact]
    public void Each_record_stands_once_in_the_index_in_the_order_of_its_number()
    {
        var records = Directory.EnumerateFiles(Repository.Folder("docs", "adr"), "0*.md").Select(Path.GetFileName).Order(StringComparer.Ordinal);

        Row().Matches(File.ReadAllText(Repository.Folder("docs", "adr", "README.md"))).Select(row => row.Groups[2].Value).Should().Equal(records);
    }

    [Fact]
    public void The_number_of_a_record_is_that_of_its_file() =>
        Directory.EnumerateFiles(Repository.Folder("docs", "adr"), "0*.md").Where(file => !File.ReadLines(file).First().StartsWith($"# {Path.GetFileName(file)[..4]} ", StringComparison.Ordinal)).Should().BeEmpty();

    [GeneratedRegex(@"(?m)^\| \[(\d{4})\]\(([^)]+)\)")]
    private static partial Regex Row();
}
