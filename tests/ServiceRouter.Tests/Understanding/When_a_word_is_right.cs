using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>A word that is written right is not corrected into a word of the rules: "créer" is one letter away from "crever".</summary>
public sealed class When_a_word_is_right(LearntListener learnt) : IClassFixture<LearntListener>
{
    // What an answer of ours or a phrase of a procedure says, and an alarm or a request rightly follows if somebody types it.
    private static readonly string[] Rightly =
    [
        "aide au répit pour agriculteurs épuisés",
        "jsui agriculteur jpeu plu payer la msa",
        "aide d'urgence pour quitter un conjoint violent, la caf",
        "Si vous pensez au suicide :",
        "En danger immédiat :",
    ];

    [Theory]
    [InlineData("comment créer un compte ants")]
    [InlineData("je n'arrive pas à créer mon espace")]
    [InlineData("mon mari a acheté une moto, comment faire la carte grise")]
    [InlineData("je reçois chaque mois 500 euros de la caf")]
    [InlineData("venez dans un espace France services")]
    [InlineData("je vends ma voiture à mon fils")]
    [InlineData("vend voiture, quels papiers")]
    [InlineData("le vent a cassé mon toit, quelles aides")]
    [InlineData("traduis-moi cette phrase en anglais")]
    [InlineData("j'ai reçu tard mon avis d'impôt")]
    [InlineData("quels papiers pour danser dans une association")]
    [InlineData("mes séjours à l'étranger comptent pour la retraite ?")]
    [InlineData("comment vendre un pommier")]
    [InlineData("la crèche demande mon avis d'imposition")]
    [InlineData("j'ai treize ans de cotisations")]
    [InlineData("je veux contracter une mutuelle")]
    [InlineData("il faut constater les dégâts")]
    [InlineData("né en mars 1958")]
    [InlineData("une assistante maternelle peut garder mon fils")]
    [InlineData("agent de police municipale, ma retraite")]
    public void It_raises_no_alarm_and_asks_for_nobody(string text) =>
        learnt.Listener.Understand(text).Meaning.Should().NotBe(Meaning.Distress).And.NotBe(Meaning.Human);

    [Theory]
    [InlineData("créer", "crever")]
    [InlineData("acheté", "hache")]
    [InlineData("chaque", "claque")]
    [InlineData("phrase", "frappe")]
    [InlineData("argent", "agent")]
    [InlineData("agent", "argent")]
    [InlineData("assistante", "assistant")]
    [InlineData("constater", "contacter")]
    [InlineData("mars", "marre")]
    [InlineData("pommier", "pompier")]
    public void It_stays_itself(string right, string near) =>
        new Spelling([near], targets: [near], grave: []).Correct(PlainWords.Of(right)).Should().Equal(PlainWords.Fold(right));

    [Fact]
    public void It_may_become_another_form_of_itself() =>
        new Spelling(["message", "messe"], targets: ["message", "messe"], grave: []).Correct(["messages"]).Should().Equal("message");

    [Theory]
    [InlineData("consailler", "conseiller")]
    [InlineData("hopitale", "hopital")]
    public void A_misspelt_one_is_still_corrected(string misspelt, string right) =>
        new Spelling([right], targets: [right], grave: []).Correct([misspelt]).Should().Equal(right);

    [Fact]
    public void A_short_unknown_one_does_not_become_a_word_that_raises_the_alarm() =>
        new Spelling(["danger", "dangereux"], targets: ["danger", "dangereux"], grave: ["danger"]).Correct(["dangar", "dangerex"]).Should().Equal("dangar", "dangereux");

    [Fact]
    public void No_misspelt_one_becomes_a_word_of_another_language() =>
        new Spelling(["hurting"], targets: [], grave: []).Correct(["hurtting"]).Should().Equal("hurtting");

    [Theory]
    [InlineData("je veux mourrer")]
    [InlineData("je veux crevér")]
    [InlineData("jvx mourire")]
    public void A_cry_is_heard_however_it_is_spelt(string text) => Distress.Recognise(text).Should().NotBeNull();

    [Fact]
    public void Our_own_texts_raise_no_alarm_and_ask_for_nobody()
    {
        var (phrases, _) = ProcedurePhrases.Load(Repository.Folder("flows"));
        var answers = Directory.EnumerateFiles(Repository.Folder("flows", "knowledge"), "*.md").SelectMany(File.ReadLines);

        // Those about no procedure hold asks too, so that the classifier guesses at none beside them.
        var taken = phrases.Where(p => p.Procedure is not null).SelectMany(p => p.Examples).Concat(answers.SelectMany(Sentences))
            .Where(text => learnt.Listener.Understand(text).Meaning is Meaning.Distress or Meaning.Human)
            .Except(Rightly, StringComparer.Ordinal);

        taken.Should().BeEmpty();
    }

    private static IEnumerable<string> Sentences(string line) =>
        System.Text.RegularExpressions.Regex.Split(line.TrimStart('#', '-', '*', ' '), "(?<=[.!?:]) +").Where(sentence => sentence.Length > 3);
}
