using ServiceRouter.Dialogue.Knowledge;

namespace ServiceRouter.Tests.Dialogue.Knowledge;

public sealed class When_the_service_loads_its_fiches
{
    private static readonly string[] Official =
    [
        "service-public.gouv.fr", "ants.gouv.fr", "caf.fr", "ameli.fr", "impots.gouv.fr", "francetravail.fr", "msa.fr",
        "lassuranceretraite.fr", "info-retraite.fr", "chequeenergie.gouv.fr", "notaires.fr",
    ];

    private readonly FicheLibrary library = FicheLibrary.Load(Repository.Folder("flows"));

    [Fact]
    public void Every_fiche_loads()
    {
        library.Problems.Should().BeEmpty();
        library.Fiches.Should().HaveCount(Directory.GetFiles(Repository.Folder("flows", "knowledge"), "*.md").Length).And.NotBeEmpty();
    }

    [Fact]
    public void Every_source_is_official() =>
        library.Fiches.Where(fiche => !Official.Any(site => fiche.Source.Host == site || fiche.Source.Host.EndsWith("." + site, StringComparison.Ordinal)))
            .Select(fiche => $"{fiche.Id}: {fiche.Source}").Should().BeEmpty();

    [Fact]
    public void Every_procedure_named_has_a_folder() =>
        library.Fiches.SelectMany(fiche => fiche.Procedures).Distinct().Where(id => !Directory.Exists(Repository.Folder("flows", id))).Should().BeEmpty();

    [Fact]
    public void A_fiche_asked_by_its_id_comes_whole_with_its_source()
    {
        using var search = new FicheSearch(library.Fiches);
        var knowledge = new FicheKnowledge(library, search);

        var passage = knowledge.Fiche("carte-grise-achat");

        passage!.Text.Should().Be(library.Find("carte-grise-achat")!.Text);
        passage.Procedure.Should().Be("carte_grise");
        passage.Source.FicheId.Should().Be("carte-grise-achat");
        passage.Source.Url.Should().StartWith("https://");
        knowledge.Fiche("sans-existence").Should().BeNull();
    }

    [Theory]
    [InlineData("cheque-energie-utiliser", "il ne peut alors pas réduire la puissance")]
    [InlineData("impots-prelevement-a-la-source", "depuis septembre 2025, chacun a son taux")]
    [InlineData("france-travail-radiation", "la première sanction est en général une suspension")]
    [InlineData("caf-paiement-arrete", "contrat d'engagement")]
    [InlineData("caf-demander-une-prestation", "contrat d'engagement")]
    [InlineData("retraite-base-et-complementaire", "vers le 9 du mois suivant")]
    public void A_rule_that_has_changed_is_told_as_it_is_now(string fiche, string words) => library.Find(fiche)!.Text.Should().Contain(words);
}
