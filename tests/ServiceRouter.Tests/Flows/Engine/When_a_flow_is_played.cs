using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Engine;

public class When_a_flow_is_played
{
    [Fact]
    public void It_says_what_it_is_for_before_its_first_question() =>
        new FlowWalk(FixtureFlows.Depot).Turn.Outputs.Should().SatisfyRespectively(
            purpose => purpose.Should().Be(new Say("Je vous aide à déposer votre dossier.")),
            question => question.Should().BeOfType<Ask>().Which.Text.Should().Be("De quoi s'agit-il ?"));

    [Fact]
    public void A_choice_goes_its_own_way_and_shows_its_fiche()
    {
        var walk = new FlowWalk(FixtureFlows.Depot).Says("achat");

        walk.Turn.Outputs[0].Should().Be(new ShowFiche("depot-achat"));
        walk.Question.Kind.Should().Be(AnswerKind.Date);
        walk.Position.Answers.Should().Contain("sujet", "achat");
    }

    [Fact]
    public void A_decision_goes_by_the_saved_answer()
    {
        new FlowWalk(FixtureFlows.Depot).Says("vente").Question.Kind.Should().Be(AnswerKind.Date);
        new FlowWalk(FixtureFlows.Depot).Says("adresse").Question.Kind.Should().Be(AnswerKind.Postcode);
        new FlowWalk(FixtureFlows.Depot).Says("perte").Last.Should().BeOfType<OfferHuman>();
    }

    [Fact]
    public void Saved_answers_are_said_in_words() =>
        new FlowWalk(FixtureFlows.Depot).Says("vente", "3 mars 2024").Turn.Outputs[0]
            .Should().Be(new Say("« J'ai vendu un véhicule », le 03/03/2024."));

    [Fact]
    public void A_request_carries_its_reason_and_the_flows_skill()
    {
        var walk = new FlowWalk(FixtureFlows.Depot).Says("adresse", "59000", "Rien n'avance", "oui");

        walk.Last.Should().Be(new RequestHuman("Je transmets votre demande.", "dossier_bloque", "titres"));
        walk.Turn.Position.Should().BeNull();
    }

    [Fact]
    public void Yes_to_an_offer_makes_the_request() =>
        new FlowWalk(FixtureFlows.Depot).Says("perte", "oui merci").Last.Should().Be(new RequestHuman(null, "dossier_bloque", "general"));

    [Fact]
    public void No_to_an_offer_goes_on()
    {
        var walk = new FlowWalk(FixtureFlows.Depot).Says("perte", "non");

        walk.Last.Should().Be(new Ended("J'espère vous avoir aidé."));
        walk.Turn.Position.Should().BeNull();
    }

    [Fact]
    public void It_speaks_the_citizens_language() =>
        new FlowWalk(FixtureFlows.Depot, language: "en").Question.Text.Should().Be("What is it about?");

    [Fact]
    public void A_language_that_it_has_not_gets_French() =>
        new FlowWalk(FixtureFlows.Depot, language: "ar").Question.Text.Should().Be("De quoi s'agit-il ?");

    [Fact]
    public void It_goes_on_when_the_citizen_changes_channel()
    {
        var walk = new FlowWalk(FixtureFlows.Depot).Says("vente");
        walk.Channel = FlowChannel.Voice;

        walk.Says("03032024", "59000").Question.Kind.Should().Be(AnswerKind.Text);
    }

    [Fact]
    public void A_position_of_another_text_of_the_flow_is_refused()
    {
        var older = FixtureFlows.Read(FixtureFlows.DepotSource.Replace("version: 3", "version: 2", StringComparison.Ordinal));
        var position = FlowEngine.Start(older, FlowChannel.Web, "fr").Position!;

        var answer = () => FlowEngine.Answer(FixtureFlows.Depot, position, "achat", FlowChannel.Web, "fr");

        answer.Should().Throw<ArgumentException>().WithMessage($"*{older.Digest}*");
    }

    [Fact]
    public void A_circle_without_a_question_ends_with_a_person()
    {
        var flow = FixtureFlows.Read(FixtureFlows.DepotSource.Replace("    goto: fin", "    goto: vers_humain_bis\n  vers_humain_bis:\n    goto: retour", StringComparison.Ordinal));

        new FlowWalk(flow).Says("perte", "non").Last.Should().BeOfType<RequestHuman>().Which.Reason.Should().Be("incompris");
    }
}
