using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>"Pas de robot" holds for the whole case (G7); to have no computer, or to like people, is no refusal.</summary>
public sealed class When_somebody_refuses_the_assistant(LearntListener learnt) : IClassFixture<LearntListener>
{
    [Theory]
    [InlineData("pas de robot")]
    [InlineData("Pas de robot !!!")]
    [InlineData("je refuse de parler à une machine")]
    [InlineData("je ne veux pas parler à un robot")]
    [InlineData("jveux pas parlé a un robo")]
    [InlineData("stop le chatbot, passez-moi quelqu'un")]
    [InlineData("marre des robots")]
    [InlineData("je veux un humain, pas une machine")]
    [InlineData("sans intelligence artificielle, pas d'IA")]
    [InlineData("no bots please")]
    [InlineData("I don't want to talk to a robot")]
    [InlineData("ma bghitch robot")]
    [InlineData("لا اريد روبوت")]
    public void It_is_heard_and_is_an_ask_for_a_person_too(string text)
    {
        var heard = new ListenerSense(learnt.Listener).Read(text);

        (heard.RefusesAssistant, heard.Exit).Should().Be((true, WishForHuman.Yes));
    }

    [Theory]
    [InlineData("je n'ai pas d'ordinateur")]
    [InlineData("j'ai pas d'ordinateur, je veux parler à un conseiller")]
    [InlineData("je veux parler à un conseiller")]
    [InlineData("passez-moi une vraie personne")]
    [InlineData("le site ne marche pas")]
    [InlineData("ma machine à laver est en panne, quels sont mes droits ?")]
    [InlineData("prélèvement automatique des impôts")]
    [InlineData("I have no computer, can I talk to someone")]
    [InlineData("ma carte grise")]
    public void What_is_no_refusal_is_not_taken_for_one(string text) => new ListenerSense(learnt.Listener).Read(text).RefusesAssistant.Should().BeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\ud83d")]
    public void Nothing_refuses_nothing(string? text) => AssistantRefusal.Is(text).Should().BeFalse();
}
