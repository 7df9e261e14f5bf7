using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

public sealed partial class Containers_keep_their_logs_short
{
    [Fact]
    public void Whatever_has_an_image_has_the_bounds_of_the_set_up()
    {
        var compose = File.ReadAllText(Path.Combine(Repository.Folder("infra"), "compose.yaml"));

        compose.Should().Contain("max-size:").And.Contain("max-file:");
        Image().Count(compose).Should().BeGreaterThan(3);
        Logging().Count(compose).Should().Be(Image().Count(compose), "the driver of containers keeps lines for ever unless it is told otherwise");
    }

    [GeneratedRegex(@"^ +image:", RegexOptions.Multiline)]
    private static partial Regex Image();

    [GeneratedRegex(@"^ +logging: \*logging$", RegexOptions.Multiline)]
    private static partial Regex Logging();
}
