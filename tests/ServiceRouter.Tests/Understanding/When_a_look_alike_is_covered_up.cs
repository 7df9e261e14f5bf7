using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>What is covered up for a figure of speech may not reach as far as the cry or the ask beside it.</summary>
public sealed class When_a_look_alike_is_covered_up(LearntListener learnt) : IClassFixture<LearntListener>
{
    [Theory]
    [InlineData("j'ai plus de téléphone et je veux mourir", Meaning.Distress)]
    [InlineData("je veux arrêter de vivre dans cette douleur", Meaning.Distress)]
    [InlineData("on m'a retiré mon permis je vais me tuer avec mon fusil", Meaning.Distress)]
    [InlineData("j'ai perdu mon emploi et je cherche un hébergement d'urgence ce soir", Meaning.Distress)]
    [InlineData("au secours il me frappe, je comprends rien à ce qu'il veut", Meaning.Distress)]
    [InlineData("j'ai appelé le numéro de la caf, j'habite à la rue depuis hier", Meaning.Distress)]
    [InlineData("ma mémoire flanche et je pense au suicide", Meaning.Distress)]
    [InlineData("la loi ne fait rien contre les violences de mon mari", Meaning.Distress)]
    [InlineData("il y a une personne qui respire mal", Meaning.Distress)]
    [InlineData("pouvez-vous me rappeler, mon numéro est le 0692 11 22 33", Meaning.Human)]
    [InlineData("vous pouvez me rappeler le matin", Meaning.Human)]
    public void It_hides_neither_a_cry_nor_an_ask_beside_it(string text, Meaning meaning) => learnt.Listener.Understand(text).Meaning.Should().Be(meaning);

    [Theory]
    [InlineData("le justificatif de ma mère est attaché à ce message")]
    [InlineData("pour la retraite je tape le numéro de ma mère")]
    [InlineData("que faire si personne ne répond à la caf")]
    [InlineData("je voudrais me lancer dans un camion pizza")]
    [InlineData("il faut qu'on appelle la maison des solidarités ?")]
    public void A_question_with_the_words_of_a_cry_or_an_ask_is_neither(string text) =>
        learnt.Listener.Understand(text).Meaning.Should().NotBe(Meaning.Distress).And.NotBe(Meaning.Human);
}
