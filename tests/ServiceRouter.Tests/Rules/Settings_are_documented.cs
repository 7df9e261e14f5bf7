using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Settings_are_documented
{
    [Fact]
    public void The_page_is_what_the_option_types_say()
    {
        var file = Repository.Folder("docs", "settings.md");
        var (kept, actual) = (File.Exists(file) ? File.ReadAllText(file) : "", SettingText.Write());
        if (actual == kept) return;
        var made = Repository.Folder("artifacts", "settings.md");
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        File.WriteAllText(made, actual);
        var (before, after) = (kept.Split('\n'), actual.Split('\n'));
        Assert.Fail("docs/settings.md is not what the option types say. Read the difference, then put artifacts/settings.md in its place:\n"
            + string.Join('\n', after.Except(before).Select(line => $"+ {line}").Concat(before.Except(after).Select(line => $"- {line}")).Take(60)));
    }

    [Fact]
    public void Each_says_what_it_is() => SettingText.All.Where(setting => setting.Summary.Length == 0).Select(setting => setting.Key).Should().BeEmpty("an operator has nothing else to read");

    [Fact]
    public void A_summary_names_no_other_limits_than_those_that_are_checked() =>
        SettingText.All.Where(setting => Limits().IsMatch(setting.Summary)).Select(setting => $"{setting.Key}, which may be {setting.Allowed}: {setting.Written}").Should().BeEmpty();

    // "100 ms to 10 min", "1 to 365 days".
    [GeneratedRegex(@"\b\d[\d.,]*( (ms|s|min|h|days?|kB|MB|GB))? to \d")]
    private static partial Regex Limits();
}
