using ServiceRouter.Dialogue.Knowledge;

namespace ServiceRouter.Tests.Dialogue.Knowledge;

public sealed class When_fiches_are_read : IDisposable
{
    private const string Good = """
        ---
        id: bonne
        title: Vendre un véhicule : que faire
        source: https://www.service-public.gouv.fr
        read: 2026-11-23
        reviewed_by: équipe
        procedures: [carte_grise, ants_compte]
        ---
        Vous vendez **votre** véhicule. Suivez ces étapes, dans cet ordre, sans oublier de garder une copie de tout :
        1. barrez la carte ;
        2. déclarez la vente sur [le site](https://ants.gouv.fr).

        À préparer :
        - le *contrôle* technique ;
        - le code.
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fiches-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_good_fiche_keeps_its_keys()
    {
        var (fiche, problems) = FicheReader.Read(Good, "knowledge/bonne.md");

        problems.Should().BeEmpty();
        fiche!.Title.Should().Be("Vendre un véhicule : que faire");
        fiche.Source.Should().Be(new Uri("https://www.service-public.gouv.fr"));
        fiche.Read.Should().Be(new DateOnly(2026, 11, 23));
        fiche.ReviewedBy.Should().Be("équipe");
        fiche.Procedures.Should().Equal("carte_grise", "ants_compte");
    }

    [Fact]
    public void Its_Markdown_becomes_plain_text_with_lists_beside_their_sentence() =>
        FicheReader.Read(Good, "bonne.md").Fiche!.Passages.Should().Equal(
            "Vous vendez votre véhicule. Suivez ces étapes, dans cet ordre, sans oublier de garder une copie de tout :\n"
            + "1. barrez la carte ;\n2. déclarez la vente sur le site (https://ants.gouv.fr).",
            "À préparer :\n• le contrôle technique ;\n• le code.");

    [Theory]
    [InlineData("id: bonne", "id: autre", 2, "`id: autre` must be the name of its file")]
    [InlineData("title: Vendre un véhicule : que faire", "title:", 3, "`title` is empty")]
    [InlineData("source: https", "source: http", 4, "`source` must be an https address")]
    [InlineData("2026-11-23", "23/11/2026", 5, "`read` must be a day, such as 2026-11-23")]
    [InlineData("reviewed_by: équipe", "reviewer: équipe", 6, "unknown key `reviewer`; the keys are id, title, source, read, reviewed_by, procedures")]
    [InlineData("procedures: [carte_grise, ants_compte]", "procedures: carte_grise", 7, "`procedures` must be a list in brackets, such as [carte_grise]")]
    [InlineData("reviewed_by: équipe\n", "", 7, "`reviewed_by` is missing")]
    public void A_wrong_key_is_told_with_its_line(string right, string wrong, int line, string reason)
    {
        var (fiche, problems) = FicheReader.Read(Good.ReplaceLineEndings("\n").Replace(right, wrong, StringComparison.Ordinal), "knowledge/bonne.md");

        fiche.Should().BeNull();
        problems.Should().Contain(new FicheProblem("knowledge/bonne.md", line, reason));
    }

    [Theory]
    [InlineData("")]
    [InlineData("---")]
    [InlineData("---\nid: bonne\n")]
    [InlineData("Du texte sans rien d'autre.")]
    [InlineData("---\n---\n")]
    public void A_file_that_is_no_fiche_is_a_problem_and_no_crash(string text)
    {
        var (fiche, problems) = FicheReader.Read(text, "bonne.md");

        fiche.Should().BeNull();
        problems.Should().NotBeEmpty();
    }

    [Fact]
    public void A_bad_fiche_keeps_no_other_from_loading()
    {
        var knowledge = folder.CreateSubdirectory("knowledge").FullName;
        File.WriteAllText(Path.Combine(knowledge, "bonne.md"), Good);
        File.WriteAllText(Path.Combine(knowledge, "mauvaise.md"), "rien");

        var library = FicheLibrary.Load(folder.FullName);

        library.Fiches.Should().ContainSingle().Which.Id.Should().Be("bonne");
        library.Problems.Should().ContainSingle().Which.ToString().Should().StartWith("knowledge/mauvaise.md:1: ");
        library.Find("mauvaise").Should().BeNull();
    }

    [Fact]
    public void A_folder_without_fiches_gives_an_empty_library() => FicheLibrary.Load(folder.FullName).Fiches.Should().BeEmpty();
}
