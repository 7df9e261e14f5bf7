using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>Before a promised date, a sentence about the date asks for nobody, though many of them sound like an ask; whoever cannot wait is heard.</summary>
public sealed class When_a_date_was_promised(LearntListener learnt) : IClassFixture<LearntListener>
{
    [Theory]
    [InlineData("merci, à vendredi")]
    [InlineData("Merci à votre conseiller, à vendredi")]
    [InlineData("d'accord, rappelez-moi vendredi")]
    [InlineData("ok vous m'appelez à 10h")]
    [InlineData("J'attends votre appel")]
    [InlineData("je confirme le rdv avec le conseiller")]
    [InlineData("parfait, merci beaucoup")]
    [InlineData("c'est noté, à demain")]
    [InlineData("très bien, je verrai votre conseiller mardi")]
    [InlineData("dites au conseiller que j'aurai mon dossier demain")]
    [InlineData("je serai joignable à partir de 10 heures")]
    public void What_is_said_of_it_asks_for_nobody(string text) => AsksForPerson(text).Should().BeFalse();

    [Theory]
    [InlineData("conseiller")]
    [InlineData("CONSEILLER")]
    [InlineData("humain svp")]
    [InlineData("je veux parler à un conseiller")]
    [InlineData("passez-moi quelqu'un")]
    [InlineData("je ne peux pas attendre vendredi, passez-moi un conseiller")]
    [InlineData("je voudrais parler à quelqu'un maintenant s'il vous plaît")]
    [InlineData("appelez-moi tout de suite")]
    [InlineData("j'attends toujours, je veux parler à quelqu'un")]
    [InlineData("est-ce que je peux parler à un conseiller avant vendredi ?")]
    [InlineData("annulez le rendez-vous, je veux parler à un conseiller")]
    public void Whoever_wants_a_person_sooner_is_heard(string text) => AsksForPerson(text).Should().BeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\ud83d")]
    public void Nothing_agrees_to_nothing(string? text) => Agreement.Is(text).Should().BeFalse();

    private bool AsksForPerson(string text) => learnt.Listener.Understand(text).Meaning == Meaning.Human && !Agreement.Is(text);
}
