using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>Sentences written apart from the phrases that the classifier learns from.</summary>
public sealed class When_a_sentence_names_a_procedure(LearntListener learnt) : IClassFixture<LearntListener>
{
    [Theory]
    [InlineData("procedures.tsv")]
    [InlineData("held-out-procedures.tsv")]
    public void At_least_85_percent_are_recognised_first_time(string file)
    {
        var rows = Rows(file);

        var wrong = rows.Where(row => learnt.Listener.Understand(row.Text).Procedure != row.Procedure).ToList();

        (1 - ((double)wrong.Count / rows.Count)).Should().BeGreaterThanOrEqualTo(0.85, "wrong are:\n{0}", Described(wrong));
    }

    [Theory]
    [InlineData("procedures.tsv")]
    [InlineData("held-out-procedures.tsv")]
    public void At_most_2_percent_are_taken_for_distress_or_an_ask_for_a_person(string file)
    {
        var rows = Rows(file);

        var taken = rows.Where(row => learnt.Listener.Understand(row.Text).Meaning is Meaning.Distress or Meaning.Human).ToList();

        ((double)taken.Count / rows.Count).Should().BeLessThanOrEqualTo(0.02, "taken are:\n{0}", Described(taken));
    }

    [Theory]
    [InlineData("procedures.tsv")]
    [InlineData("held-out-procedures.tsv")]
    public void At_most_5_percent_are_offered_a_person(string file)
    {
        var rows = Rows(file);

        var offered = rows.Where(row => learnt.Listener.Understand(row.Text).Meaning == Meaning.Offer).ToList();

        ((double)offered.Count / rows.Count).Should().BeLessThanOrEqualTo(0.05, "offered are:\n{0}", Described(offered));
    }

    [Fact]
    public void Every_procedure_with_a_flow_is_learnt()
    {
        var flows = Directory.GetFiles(Repository.Folder("flows"), "*.flow.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!));

        learnt.Procedures.Should().BeEquivalentTo(flows.Distinct());
    }

    [Theory]
    [InlineData("quel temps il fait à Brest cet après-midi")]
    [InlineData("la recette du far breton")]
    [InlineData("hello")]
    [InlineData("t'es vraiment bête")]
    [InlineData("qui a remporté le tour de France")]
    [InlineData("permis de construire pour un abri de jardin")]
    [InlineData("merci beaucoup pour vos réponses")]
    [InlineData("combien coûte un kilo de cerises")]
    [InlineData("déclarer la naissance de ma fille")]
    [InlineData("dossier de mariage à la mairie, quelles pièces")]
    [InlineData("se pacser à la mairie ou chez le notaire")]
    [InlineData("renouveler mon titre de séjour")]
    [InlineData("naturalisation française, conditions")]
    [InlineData("regroupement familial, faire venir mon mari")]
    [InlineData("passez-moi quelqu'un, s'il vous plaît")]
    [InlineData("mettez-moi en relation avec le service")]
    [InlineData("je suis mort de rire devant votre formulaire")]
    public void What_concerns_no_procedure_names_none(string text)
    {
        learnt.Listener.Understand(text).Procedure.Should().BeNull();
    }

    /// <summary>Beside an ask the procedure picks who is asked first: a guess that would open no flow must not outweigh the one that is running.</summary>
    [Fact]
    public void A_weak_guess_beside_an_ask_or_a_cry_counts_for_nothing()
    {
        var weak = Corpus.Asks.Concat(Corpus.Cries).Where(row => learnt.Classifier.Classify(row.Text) is { Procedure: not null, IsLikely: false })
            .Select(row => learnt.Listener.Understand(row.Text)).Where(u => u.Meaning != Meaning.Procedure).ToList();

        weak.Should().NotBeEmpty().And.OnlyContain(u => u.Procedure == null);
    }

    private string Described(IEnumerable<(string Procedure, string Text)> rows) =>
        string.Join('\n', rows.Select(row => $"{row.Procedure} <- {learnt.Listener.Understand(row.Text).Rule} [{learnt.Listener.Understand(row.Text).Procedure}]: {row.Text}"));

    private static List<(string Procedure, string Text)> Rows(string file) =>
        [.. File.ReadLines(Repository.Folder("flows", "heard", file)).Select(line => line.Split('\t')).Select(row => (row[0], row[1]))];
}
