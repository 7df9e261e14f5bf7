using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Desk;

/// <summary>What is stored with an offer is true of it, whatever was found.</summary>
public sealed class When_an_offer_gives_its_reason
{
    private static readonly OfferReasons Reasons = new(new FlowShelf(FlowLibrary.Load(Path.Combine(Repository.Root, "flows"))));

    public static TheoryData<string, bool, bool, HandoffRank, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool, bool, HandoffRank, bool>();
            bool[] either = [true, false];
            foreach (var reach in Enum.GetNames<Reach>())
                foreach (var speaks in either)
                    foreach (var knows in either)
                        foreach (var rank in Enum.GetValues<HandoffRank>())
                            foreach (var atHead in either)
                                all.Add(reach, speaks, knows, rank, atHead);
            return all;
        }
    }

    [Theory]
    [InlineData(nameof(Reach.OwnDepartment), true, true, HandoffRank.Ordinary, false, "Même département que l'usager ; parle portugais ; compétence « Toutes démarches » ; aucune demande plus ancienne à proposer à ce conseiller")]
    [InlineData(nameof(Reach.NobodyThereOnLine), false, false, HandoffRank.Ordinary, false, "Aucun conseiller du département en ligne ; ne parle pas portugais ; aucune demande plus ancienne à proposer à ce conseiller")]
    [InlineData(nameof(Reach.ThereBusy), true, false, HandoffRank.Distress, false, "Les conseillers du département qui peuvent être sollicités sont occupés ; parle portugais ; situation de détresse : rang le plus haut")]
    [InlineData(nameof(Reach.ThereNotNow), true, false, HandoffRank.Ordinary, true, "Les conseillers du département en ligne ne peuvent pas être sollicités pour l'instant ; parle portugais ; en tête de file")]
    [InlineData(nameof(Reach.NoDepartmentGiven), true, false, HandoffRank.Distress, true, "L'usager n'a pas indiqué de département ; parle portugais ; situation de détresse : rang le plus haut ; en tête de file")]
    [InlineData(nameof(Reach.WantedColleague), true, false, HandoffRank.Ordinary, true, "Transmise nommément par un collègue ; parle portugais ; en tête de file")]
    [InlineData(nameof(Reach.AgreedWithThem), true, false, HandoffRank.Ordinary, true, "L'engagement daté a été pris par ce conseiller ; parle portugais ; en tête de file")]
    [InlineData(nameof(Reach.CutOff), true, false, HandoffRank.Ordinary, true, "L'échange avec ce conseiller a été coupé ; parle portugais ; en tête de file")]
    [InlineData(nameof(Reach.Group), false, true, HandoffRank.Ordinary, true, "Transmise par un collègue à ceux qui connaissent ce sujet ; ne parle pas portugais ; compétence « Toutes démarches » ; en tête de file")]
    public void It_is_said_in_words(string reach, bool speaks, bool knows, HandoffRank rank, bool atHead, string words) =>
        Reasons.InWords(new OfferReason(Enum.Parse<Reach>(reach), speaks, knows, rank, atHead), "general", "pt-BR").Should().Be(words);

    [Theory]
    [MemberData(nameof(All))]
    public void Each_part_is_there_exactly_when_it_is_so(string reach, bool speaks, bool knows, HandoffRank rank, bool atHead)
    {
        var words = Reasons.InWords(new OfferReason(Enum.Parse<Reach>(reach), speaks, knows, rank, atHead), "general", "ar").Split(" ; ");

        words.Contains("parle arabe").Should().Be(speaks);
        words.Contains("ne parle pas arabe").Should().Be(!speaks, "it says nothing of those who were not chosen");
        words.Any(w => w.StartsWith("compétence", StringComparison.Ordinal)).Should().Be(knows);
        words.Any(w => w.Contains("détresse", StringComparison.Ordinal)).Should().Be(rank == HandoffRank.Distress);
        words.Contains("en tête de file").Should().Be(atHead);
        words.Any(w => w.Contains("plus ancienne", StringComparison.Ordinal)).Should().Be(rank == HandoffRank.Ordinary && !atHead, "whoever overtook may not be the oldest");
    }

    [Fact]
    public void Where_somebody_was_looked_for_is_said_differently_each_time() =>
        Enum.GetValues<Reach>().Select(reach => Reasons.InWords(new OfferReason(reach, true, true, HandoffRank.Ordinary, false), "general", "fr")).Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_skill_that_no_flow_names_keeps_its_id() =>
        Reasons.InWords(new OfferReason(Reach.OwnDepartment, true, true, HandoffRank.Ordinary, false), "autre", "fr").Should().Contain("compétence « autre »");
}
