using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Engine;

public class When_an_answer_is_read
{
    private static readonly Flow Depot = FixtureFlows.Depot;

    [Theory]
    [InlineData("achat", "achat")]
    [InlineData("1", "achat")]
    [InlineData("le 2", "vente")]
    [InlineData("choix numéro trois", "adresse")]
    [InlineData("J'AI VENDU UN VEHICULE", "vente")]
    [InlineData("j’ai acheté une voiture hier", "achat")]
    [InlineData("je voudrais vendre ma moto", "vente")]
    [InlineData("c'est pour un demenagement", "adresse")]
    [InlineData("changer mon adresse", "adresse")]
    [InlineData("je change", "adresse")]
    [InlineData("ma carte", "perte")]
    [InlineData("je change de nom", null)]
    [InlineData("où en est ma carte de séjour", null)]
    [InlineData("un dossier", null)]
    [InlineData("7", null)]
    [InlineData("un véhicule", null)]
    [InlineData("j'ai acheté ou vendu", null)]
    [InlineData("", null)]
    [InlineData("\ud800", null)]
    public void A_choice_is_picked_by_what_fits_only_it(string input, string? expected) => Read("sujet", input).Should().Be(expected);

    [Theory]
    [InlineData("59000", "59000")]
    [InlineData("59 000 Lille", "59000")]
    [InlineData("j'habite à Ajaccio, 20000", "20000")]
    [InlineData("97400", "97400")]
    [InlineData("99000", null)]
    [InlineData("5900", null)]
    [InlineData("590001", null)]
    [InlineData("59000 ou 62000", null)]
    [InlineData("Lille", null)]
    public void A_postcode_is_five_digits_of_a_real_departement(string input, string? expected) => Read("ou", input).Should().Be(expected);

    [Theory]
    [InlineData("31/12/2024", "2024-12-31")]
    [InlineData("1-2-2025", "2025-02-01")]
    [InlineData("le 1er mars 2024", "2024-03-01")]
    [InlineData("3 Février 2023", "2023-02-03")]
    [InlineData("31122024", "2024-12-31")]
    [InlineData("2024-12-31", "2024-12-31")]
    [InlineData("31/02/2024", null)]
    [InlineData("12/03/48", null)]
    [InlineData("hier", null)]
    public void A_date_has_a_day_a_month_and_four_digits_of_year(string input, string? expected) => Read("quand", input).Should().Be(expected);

    [Theory]
    [InlineData("oui", "yes")]
    [InlineData("Oui, bien sûr", "yes")]
    [InlineData("ben oui", "yes")]
    [InlineData("1", "yes")]
    [InlineData("yes", "yes")]
    [InlineData("d'accord", "yes")]
    [InlineData("non", "no")]
    [InlineData("euh non", "no")]
    [InlineData("non merci", "no")]
    [InlineData("2", "no")]
    [InlineData("oui et non", null)]
    [InlineData("peut-être", null)]
    [InlineData("1 mois", null)]
    public void Yes_and_no_are_told_apart(string input, string? expected) => Read("bloque", input).Should().Be(expected);

    [Theory]
    [InlineData("  Le site affiche une erreur. ", "Le site affiche une erreur.")]
    [InlineData("?!", null)]
    public void Free_words_are_kept_as_they_are(string input, string? expected) => Read("raconte", input).Should().Be(expected);

    private static string? Read(string step, string input) =>
        UnderstandAnswer.Read(Depot, (AskStep)Depot.Steps[step], input, FlowChannel.Web, "fr");
}
