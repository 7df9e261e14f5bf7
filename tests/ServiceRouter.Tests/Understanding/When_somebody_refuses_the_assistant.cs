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
    [InlineData("je veux pas discuter avec un ordi")]
    [InlineData("je parle pas avec un ordinateur moi")]
    [InlineData("je refuse la décision automatisée")]
    [InlineData("l'ia non merci")]
    [InlineData("aucune machine svp")]
    [InlineData("je refuse votre assistant")]
    [InlineData("je suis contre l'intelligence artificielle")]
    [InlineData("non à l'intelligence artificielle")]
    [InlineData("plus de robot !!")]
    [InlineData("autre chose qu'un robot")]
    [InlineData("tout sauf une machine")]
    [InlineData("coupez la machine")]
    [InlineData("enlevez moi ce robot")]
    [InlineData("désactivez l'assistant")]
    [InlineData("supprimez ce chatbot")]
    [InlineData("je préfère pas passer par l'ia")]
    [InlineData("je ne veux pas être traité par un algorithme")]
    [InlineData("je ne veux pas que ce soit une IA qui traite mon dossier")]
    [InlineData("hors de question que je raconte ma vie à un automate")]
    [InlineData("je suis pas venu pour causer à une boîte de conserve")]
    [InlineData("je veux pas de l'assistant automatique")]
    [InlineData("je ne veux pas utiliser votre assistant")]
    [InlineData("je vx pa dia")]
    [InlineData("pa de robo svp")]
    [InlineData("moi robot non")]
    [InlineData("je déteste les répondeurs automatiques")]
    [InlineData("je ne discute pas avec des programmes")]
    [InlineData("pas question de parler à un disque")]
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
    [InlineData("je ne veux pas d'assistante sociale")]
    [InlineData("je ne veux pas d'assistante maternelle, j'ai droit à quoi")]
    [InlineData("supprimez la machine de ma carte grise")]
    [InlineData("ma demande n'est pas passée par la machine à empreintes")]
    [InlineData("je n'ai plus de robot tondeuse à déclarer")]
    [InlineData("le dossier est traité par un logiciel ?")]
    [InlineData("je veux pas de prélèvement automatique")]
    [InlineData("je conteste une décision de la caf")]
    [InlineData("mon assistant familial ne me paie pas")]
    [InlineData("désactiver le prélèvement")]
    [InlineData("plus de machine à laver, aide caf")]
    [InlineData("ma carte grise")]
    public void What_is_no_refusal_is_not_taken_for_one(string text) => new ListenerSense(learnt.Listener).Read(text).RefusesAssistant.Should().BeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\ud83d")]
    public void Nothing_refuses_nothing(string? text) => AssistantRefusal.Is(text).Should().BeFalse();
}
