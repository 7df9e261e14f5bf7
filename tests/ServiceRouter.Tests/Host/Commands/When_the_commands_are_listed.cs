using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Host.Commands;

/// <summary>The script lists the commands before anything is built, so the list is a text of its own.</summary>
public sealed partial class When_the_commands_are_listed
{
    private static readonly string Script = File.ReadAllText(Repository.Folder("run"));

    [Fact]
    public void The_list_has_those_that_exist_and_no_other()
    {
        var source = File.ReadAllText(Repository.Folder("src", "ServiceRouter.Host", "Commands", "Command.cs"));
        var ofTheBinary = Words().Matches(source).Select(match => match.Groups["words"].Value.Replace("\"", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal));
        var ofTheScript = Folders().Matches(Script).Select(match => match.Groups["word"].Value);

        Listed().Matches(Script).Select(match => match.Groups["words"].Value).Should().NotBeEmpty().And.BeEquivalentTo(ofTheBinary.Concat(ofTheScript));
    }

    [Fact]
    public void Benches_are_listed_by_their_names()
    {
        var benches = Names().Matches(File.ReadAllText(Repository.Folder("tests", "ServiceRouter.Benchmarks", "Bench.cs"))).Select(match => match.Groups["name"].Value).ToList();

        benches.Should().NotBeEmpty();
        Script.Should().Contain($"measures beside its floor: {string.Join(", ", benches)}\n");
    }

    // ["flows", "check", .. var rest] => …
    [GeneratedRegex("""^\s*\[(?<words>"[a-z-]+"(?:, "[a-z-]+")*), \.\. var rest\]""", RegexOptions.Multiline)]
    private static partial Regex Words();

    // bench) shift; …
    [GeneratedRegex(@"^  (?<word>[a-z]+)\) shift;", RegexOptions.Multiline)]
    private static partial Regex Folders();

    // "  ./run flows check [PATH]   …": the words before what is given to them.
    [GeneratedRegex(@"^  \./run (?<words>[a-z-]+(?: [a-z]+)*)(?: {2}| [A-Z\[])", RegexOptions.Multiline)]
    private static partial Regex Listed();

    // "floor" => FloorBench.RunAsync,
    [GeneratedRegex("""^\s*"(?<name>[a-z]+)" => \w+Bench\.RunAsync""", RegexOptions.Multiline)]
    private static partial Regex Names();
}
