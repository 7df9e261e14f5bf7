using ServiceRouter.Flows.Engine;

namespace ServiceRouter.Tests.Flows.Engine;

/// <summary>One reader for two situations: a question of a flow is answered with what begins its answer; an offer of a human only by what says nothing else.</summary>
public sealed class When_yes_or_no_is_said
{
    [Theory]
    [InlineData("oui", true, true)]
    [InlineData("Oui !", true, true)]
    [InlineData("Oui, bien sûr", true, true)]
    [InlineData("bien sûr", true, true)]
    [InlineData("svp", true, true)]
    [InlineData("s’il vous plaît", true, true)]
    [InlineData("oui s'il vous plaît", true, true)]
    [InlineData("yep", true, true)]
    [InlineData("ok merci", true, true)]
    [InlineData("D'accord, merci beaucoup.", true, true)]
    [InlineData("oui je veux bien", true, true)]
    [InlineData("oui, appelez-moi", true, true)]
    [InlineData("oui rappelez moi svp", true, true)]
    [InlineData("oui c'est ça", true, true)]
    [InlineData("ben oui", true, true)]
    [InlineData("je pense que oui", true, true)]
    [InlineData("oui maintenant", true, true)]
    [InlineData("o", true, true)]
    [InlineData("wi", true, true)]
    [InlineData("نعم", true, true)]
    [InlineData("non", false, false)]
    [InlineData("Non merci.", false, false)]
    [InlineData("non non ça ira", false, false)]
    [InlineData("non, c'est bon", false, false)]
    [InlineData("pas la peine", false, false)]
    [InlineData("euh non", false, false)]
    [InlineData("n", false, false)]
    [InlineData("لا", false, false)]
    // More is said than yes or no: it explains the answer to a question, and may be about anything else after an offer.
    [InlineData("Oui, j'ai déjà le code", true, null)]
    [InlineData("oui mais combien ça coûte", true, null)]
    [InlineData("D'accord, et pour ma carte grise ?", true, null)]
    [InlineData("ok le site ne marche pas", true, null)]
    [InlineData("ok c'est bien", true, null)]
    [InlineData("d'accord je vais essayer", true, null)]
    [InlineData("svp aidez moi pour ma carte grise", true, null)]
    [InlineData("oui ?", true, null)]
    [InlineData("oui, mais pas maintenant", true, null)]
    [InlineData("ok ça ira", true, null)]
    [InlineData("non, je voudrais refaire mon passeport", false, null)]
    [InlineData("non mais ma carte grise est bloquée", false, null)]
    // Neither.
    [InlineData("oui et non", null, null)]
    [InlineData("oui mais non", null, null)]
    [InlineData("peut-être", null, null)]
    [InlineData("n'est pas arrivé", null, null)]
    [InlineData("o secours", null, null)]
    [InlineData("comment faire pour ma carte grise ?", null, null)]
    [InlineData("1", null, null)]
    [InlineData("", null, null)]
    [InlineData("?!", null, null)]
    [InlineData("\ud800", null, null)]
    public void It_is_read_the_same_in_a_flow_and_outside_of_one_as_far_as_nothing_else_is_said(string said, bool? inAFlow, bool? toAnOffer)
    {
        YesOrNo.Read(said).Should().Be(inAFlow);
        YesOrNo.ReadAlone(said).Should().Be(toAnOffer);
    }
}
