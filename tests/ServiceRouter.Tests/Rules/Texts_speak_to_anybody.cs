using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Rules;

/// <summary>No text supposes that a man reads it, none calls the assistant a person, and none a closed line an open one.</summary>
public sealed partial class Texts_speak_to_anybody
{
    public static TheoryData<string> Files =>
    [
        .. Directory.EnumerateFiles(Repository.Folder("src"), "*.cshtml", SearchOption.AllDirectories), Path.Combine(Repository.Folder("src"), "ServiceRouter", "Platform", "Texts.resx"),
        Path.Combine(Repository.Folder("src"), "ServiceRouter.Flows", "Understanding", "DistressAdvice.cs"),
    ];

    [Theory, MemberData(nameof(Files))]
    public void Nothing_is_said_of_men_alone(string file) => OfMen().Matches(File.ReadAllText(file)).Select(match => match.Value).Should().BeEmpty();

    [Theory, MemberData(nameof(Files))]
    public void Nobody_is_told_to_write_here_to_a_person_where_the_assistant_reads(string file) => OfAssistant().Matches(File.ReadAllText(file)).Select(match => match.Value).Should().BeEmpty();

    /// <summary>Where everything else is away, a number that is silent on a Sunday must not be called somebody who answers now.</summary>
    [Theory, MemberData(nameof(Files))]
    public void A_number_that_answers_at_certain_hours_is_said_to(string file)
    {
        var lines = File.ReadAllLines(file).Where(line => line.Contains("maintenant\"]</h2>", StringComparison.Ordinal) || (line.Contains("tel:3939", StringComparison.Ordinal) && !line.Contains("à certaines heures", StringComparison.Ordinal)));

        lines.Should().BeEmpty();
    }

    [GeneratedRegex("(vous êtes|vous n'êtes pas|souhaite être) (sourd|seul|aidé|perdu|inquiet|prêt|bloqué|content|satisfait)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex OfMen();

    [GeneratedRegex("[Éé]cri(vez|re) ici : un conseiller|Aucun message automatique")]
    private static partial Regex OfAssistant();
}
