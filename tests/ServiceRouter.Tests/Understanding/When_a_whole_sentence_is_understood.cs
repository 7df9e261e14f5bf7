using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>The outcome as a citizen meets it: distress, exit and procedure together, not each by itself.</summary>
public sealed class When_a_whole_sentence_is_understood(LearntListener learnt) : IClassFixture<LearntListener>
{
    [Fact]
    public void An_explicit_ask_makes_the_request() =>
        Wrong(Corpus.Asks.Where(r => r.Label == "human"), u => u.Meaning == Meaning.Human).Should().BeEmpty();

    [Fact]
    public void Asks_lead_to_a_person_or_to_the_offer_of_one() =>
        Rate(Corpus.Asks, u => u.Meaning is Meaning.Human or Meaning.Offer).Should().BeGreaterThanOrEqualTo(0.95);

    [Fact]
    public void A_question_about_a_procedure_opens_its_flow_and_no_offer() =>
        Rate(Corpus.Procedures, (u, label) => u.Meaning == Meaning.Procedure && u.Procedure == label).Should().BeGreaterThanOrEqualTo(0.90);

    [Fact]
    public void A_question_about_a_procedure_is_hardly_ever_taken_for_an_ask_or_distress() =>
        Rate(Corpus.Procedures, u => u.Meaning is Meaning.Procedure or Meaning.None).Should().BeGreaterThanOrEqualTo(0.98);

    [Fact]
    public void A_look_alike_is_answered_as_the_question_that_it_is() =>
        Rate(Corpus.LookAlikes, u => u.Meaning is Meaning.Procedure or Meaning.None).Should().BeGreaterThanOrEqualTo(0.90);

    [Fact]
    public void Distress_comes_before_everything_else() =>
        Wrong(Corpus.Cries, u => u.Meaning == Meaning.Distress).Should().BeEmpty();

    [Fact]
    public void What_only_sounds_like_distress_does_not_raise_the_alarm() =>
        Rate(Corpus.Calm, u => u.Meaning != Meaning.Distress).Should().BeGreaterThanOrEqualTo(0.95);

    [Fact]
    public void What_no_rule_was_written_for_and_was_learnt_is_understood()
    {
        Rate(Corpus.Learnt("asks"), (u, label) => label == "ask" || u.Meaning is Meaning.Human or Meaning.Offer or Meaning.Distress).Should().BeGreaterThanOrEqualTo(0.97);
        Rate(Corpus.Learnt("distress"), u => u.Meaning == Meaning.Distress).Should().BeGreaterThanOrEqualTo(0.97);
        Rate(Corpus.Learnt("calm"), u => u.Meaning != Meaning.Distress).Should().BeGreaterThanOrEqualTo(0.93);
        Rate(Corpus.Learnt("look-alikes"), u => u.Meaning is not (Meaning.Human or Meaning.Distress)).Should().BeGreaterThanOrEqualTo(0.93);
        Rate(Corpus.Learnt("questions"), u => u.Meaning is not (Meaning.Human or Meaning.Distress)).Should().BeGreaterThanOrEqualTo(0.97);
    }

    [Theory]
    [InlineData("je suis en couple")]
    [InlineData("ok je vais faire ça")]
    [InlineData("je dors mal en ce moment")]
    [InlineData("je suis enceinte de six mois")]
    [InlineData("mon numéro est le 06 12 34 56 78")]
    public void Few_words_are_no_cry_and_no_ask_for_sharing_some_with_one(string text) => learnt.Listener.Understand(text).Meaning.Should().NotBe(Meaning.Distress).And.NotBe(Meaning.Human);

    [Fact]
    public void A_grave_word_at_the_end_of_a_story_is_heard()
    {
        const string story = "combien de temps faut-il attendre la réponse, à qui envoyer la copie, faut-il joindre l'enveloppe timbrée, est-ce que le délai est plus long en été, où déposer le formulaire "
            + "et combien ça coûte pour deux personnes, et la signature doit-elle être au stylo noir. Mourir seulement solution";

        learnt.Listener.Understand(story).Meaning.Should().Be(Meaning.Distress);
    }

    [Theory]
    [InlineData("je donne tout aux petits et moi je bois de l'eau le soir pour tenir", Meaning.Distress)]
    [InlineData("qui chez vous peut prendre mon cas en main et me sonner ce soir", Meaning.Human)]
    public void What_no_rule_hears_the_ear_does(string text, Meaning meaning)
    {
        Listener.Train(learnt.Phrases, []).Understand(text).Meaning.Should().NotBe(meaning, "else the rules hear it");
        learnt.Listener.Understand(text).Meaning.Should().Be(meaning);
    }

    private double Rate(IReadOnlyList<(string Label, string Text)> rows, Func<Understood, bool> right) => Rate(rows, (u, _) => right(u));

    private double Rate(IReadOnlyList<(string Label, string Text)> rows, Func<Understood, string, bool> right) =>
        (double)rows.Count(r => right(learnt.Listener.Understand(r.Text), r.Label)) / rows.Count;

    private List<string> Wrong(IEnumerable<(string Label, string Text)> rows, Func<Understood, bool> right) =>
        [.. rows.Where(r => !right(learnt.Listener.Understand(r.Text))).Select(r => $"{r.Text} <- {learnt.Listener.Understand(r.Text).Rule}")];
}
