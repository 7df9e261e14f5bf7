using ServiceRouter.Flows.Scripts;

namespace ServiceRouter.Tests.Flows.Scripts;

public class When_a_script_is_played
{
    [Fact]
    public void All_that_it_can_expect_is_found() => Play("""
        # a comment
        = vente
        assistant: de QUOI s’agit-il ?
        assistant: J'ai vendu un véhicule
        usager: vendu
        assistant: à quelle date
        usager: 3 mars 2024
        assistant: le 03/03/2024
        assistant: code postal
        usager: 59000
        usager: rien n'avance
        usager: oui
        assistant: Je transmets
        > demande dossier_bloque titres

        = perte
        usager: perdu
        assistant: conseiller
        > offre
        usager: non
        assistant: J'espère
        > fin

        = fiche, puis une personne
        usager: achat
        > fiche depot-achat
        usager: passez-moi quelqu'un
        > demande demande_humain
        """).Should().BeEmpty();

    [Theory]
    [InlineData("assistant: Bonsoir", "not found; what came: Je vous aide à déposer votre dossier. / De quoi s'agit-il ?")]
    [InlineData("usager: achat\n> fiche autre", "not found; what came: > fiche depot-achat / À quelle date ?")]
    [InlineData("usager: achat\n> offre", "not found")]
    [InlineData("usager: perdu\n> demande", "not found; what came: > offre Voulez-vous")]
    [InlineData("usager: humain\n> demande dossier_bloque", "not found; what came: > demande demande_humain titres")]
    [InlineData("usager: humain\n> demande demande_humain general", "not found")]
    [InlineData("usager: perdu\nusager: non\n> demande", "not found; what came: > fin")]
    [InlineData("usager: achat\nassistant: À quelle date\n> fiche depot-achat", "not found")]
    [InlineData("> fin", "not found")]
    [InlineData("usager: humain\n> demande\nusager: encore", "the flow is over, and the citizen still speaks")]
    public void What_did_not_come_is_told_with_its_line(string script, string reason)
    {
        var problem = Play("= cas\n" + script).Should().ContainSingle().Subject;

        problem.Line.Should().Be(1 + script.Split('\n').Length);
        problem.Reason.Should().StartWith("« cas »: " + reason);
    }

    [Fact]
    public void Each_case_is_played_even_when_one_before_fails() =>
        Play("= un\n> fin\n= deux\n> offre\n= trois\nassistant: De quoi").Select(problem => problem.Line).Should().Equal(2, 4);

    [Theory]
    [InlineData("", 1, "the script has no case")]
    [InlineData("usager: oui", 1, "a script begins with a case")]
    [InlineData("= cas\nusager: oui", 1, "the case « cas » expects nothing")]
    [InlineData("= cas\n> fin\nconseiller: bonjour", 3, "`conseiller: bonjour` is not a line of a script")]
    [InlineData("= cas\n> fiche", 2, "`> fiche` is not a line of a script")]
    [InlineData("=\n> fin", 1, "the case has no title")]
    public void A_script_that_cannot_be_read_is_told_with_its_line(string script, int line, string reason)
    {
        var reading = ChatReader.Read(script, "f.chat");

        reading.Script.Should().BeNull();
        reading.Problems.Should().Contain(problem => problem.File == "f.chat" && problem.Line == line && problem.Reason.StartsWith(reason));
    }

    private static IReadOnlyList<ServiceRouter.Flows.Language.FlowProblem> Play(string script) =>
        ChatPlayer.Play(FixtureFlows.Depot, ChatReader.Read(script, "f.chat").Script!, text => text.Contains("quelqu'un"));
}
