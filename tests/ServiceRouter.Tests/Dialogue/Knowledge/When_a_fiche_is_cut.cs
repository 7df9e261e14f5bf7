using System.Text.RegularExpressions;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Dialogue.Knowledge;

/// <summary>What callers hear and text messages say of each fiche of the repository: its first paragraph, and the way without internet.</summary>
public sealed partial class When_a_fiche_is_cut
{
    private static readonly Lazy<FicheLibrary> Library = new(() => FicheLibrary.Load(Repository.Folder("flows")));

    public static TheoryData<string> Fiches => [.. Library.Value.Fiches.Select(fiche => fiche.Id)];

    [Theory, MemberData(nameof(Fiches))]
    public void The_way_without_internet_is_left(string fiche) =>
        Heard(fiche).Split('\n').Should().Contain(line => line.StartsWith("Sans internet", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Fiches))]
    public void Nothing_speaks_of_what_was_cut_away(string fiche) =>
        Dangling().Matches(Heard(fiche)).Select(match => match.Value).Should().BeEmpty();

    [Theory, MemberData(nameof(Fiches))]
    public void No_list_is_announced_that_does_not_come(string fiche)
    {
        var lines = Heard(fiche).Split('\n');

        lines.Where((line, at) => line.EndsWith(':') && !ListItem().IsMatch(lines.ElementAtOrDefault(at + 1) ?? "")).Should().BeEmpty();
    }

    [Fact]
    public void A_list_that_follows_the_first_paragraph_goes_with_it() =>
        FicheOnChannel.Of("Préparez ceci :\n• un papier.\n\nDu détail.\n\nSans internet : au guichet.", FlowChannel.Voice).Should().Be("Préparez ceci :\n• un papier.\nSans internet : au guichet.");

    [Fact]
    public void A_screen_has_the_whole() => FicheOnChannel.Of("Un.\n\nDeux.", FlowChannel.Web).Should().Be("Un.\n\nDeux.");

    private static string Heard(string fiche) => FicheOnChannel.Of(Library.Value.Find(fiche)!.Text, FlowChannel.Voice);

    [GeneratedRegex(@"\b(ce numéro|ces numéros|voici|d'autres chemins|ci-dessous|l'ordre utile)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dangling();

    [GeneratedRegex(@"^(•|\d+\.) ", RegexOptions.CultureInvariant)]
    private static partial Regex ListItem();
}
