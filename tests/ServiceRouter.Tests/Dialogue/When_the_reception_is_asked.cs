using ServiceRouter.Dialogue;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Reception;
using ServiceRouter.Tests.Understanding;

namespace ServiceRouter.Tests.Dialogue;

/// <summary>France services knows what it is, where it is and how it is reached; and nobody is taken for a mourner because of the word "maison".</summary>
public sealed class When_the_reception_is_asked(LearntListener learnt) : IClassFixture<LearntListener>
{
    private readonly ListenerSense sense = new(learnt.Listener);

    [Theory]
    [InlineData("où est la maison france services la plus proche", ReceptionTopic.Where)]
    [InlineData("Où vous trouver ?", ReceptionTopic.Where)]
    [InlineData("ou etes vous", ReceptionTopic.Where)]
    [InlineData("adresse de la maison france services de bourges", ReceptionTopic.Where)]
    [InlineData("france services bourges adresse", ReceptionTopic.Where)]
    [InlineData("je cherche un espace France services près de Guéret", ReceptionTopic.Where)]
    [InlineData("c'est où france services", ReceptionTopic.Where)]
    [InlineData("horaires", ReceptionTopic.Where)]
    [InlineData("Bonjour, quels sont vos horaires d'ouverture ?", ReceptionTopic.Where)]
    [InlineData("vous êtes ouverts le samedi ?", ReceptionTopic.Where)]
    [InlineData("la maison de services au public ouvre à quelle heure", ReceptionTopic.Where)]
    [InlineData("c'est quoi france services", ReceptionTopic.What)]
    [InlineData("France services c'est quoi ?", ReceptionTopic.What)]
    [InlineData("à quoi sert france services", ReceptionTopic.What)]
    [InlineData("comment vous contacter", ReceptionTopic.Contact)]
    [InlineData("je suis sourd comment vous contacter", ReceptionTopic.Contact)]
    [InlineData("quel est votre numéro de téléphone", ReceptionTopic.Contact)]
    [InlineData("téléphone de france services", ReceptionTopic.Contact)]
    public void It_is_answered_as_what_it_is(string text, ReceptionTopic topic)
    {
        var heard = sense.Read(text);

        (heard.Reception, heard.Procedure).Should().Be((topic, null));
        heard.Exit.Should().NotBe(WishForHuman.Yes);
    }

    [Theory]
    [InlineData("horaires du train Paris Lyon")]
    [InlineData("horaires de la piscine")]
    [InlineData("où est la bibliothèque")]
    [InlineData("quel est le numéro de la caf")]
    [InlineData("adresse de la préfecture")]
    [InlineData("le notaire est-il obligatoire quand il y a une maison")]
    [InlineData("j'ai changé d'adresse")]
    public void Places_and_numbers_of_others_are_not_ours(string text) => sense.Read(text).Reception.Should().BeNull();

    [Fact]
    public void A_question_about_a_procedure_stays_one()
    {
        var taken = Corpus.Procedures.Where(row => sense.Read(row.Text).Reception is not null).Select(row => row.Text);

        taken.Should().BeEmpty();
    }

    [Fact]
    public void An_ask_for_a_person_stays_one() =>
        sense.Read("je voudrais parler à quelqu'un de france services, c'est où").Exit.Should().Be(WishForHuman.Yes);

    [Theory]
    [InlineData("vendre ma maison")]
    [InlineData("je voudrais vendre ma maison")]
    [InlineData("inscription école")]
    [InlineData("j'ai reçu une amende")]
    [InlineData("demande de logement social")]
    [InlineData("changer de nom")]
    public void What_no_flow_is_for_starts_none(string text) => sense.Read(text).Procedure.Should().BeNull();

    [Theory]
    [InlineData("où est la maison france services la plus proche", FlowChannel.Web, "trouver-un-espace", "Trouver un espace")]
    [InlineData("je suis sourd comment vous contacter", FlowChannel.Web, "trouver-un-espace", "Appuyez sur « Parler à un conseiller »")]
    [InlineData("je suis sourd comment vous contacter", FlowChannel.Sms, "trouver-un-espace", "Envoyez CONSEILLER")]
    [InlineData("c'est quoi france services", FlowChannel.Sms, "france-services", "CONSEILLER")]
    [InlineData("horaires", FlowChannel.Voice, "trouver-un-espace", "tapez 0")]
    public async Task The_answer_comes_from_its_fiche_with_the_nearest_spaces_and_the_human(string text, FlowChannel channel, string fiche, string words)
    {
        var library = FicheLibrary.Load(Repository.Folder("flows"));
        using var search = new FicheSearch(library.Fiches);
        var flows = new FlowShelf(FlowLibrary.Load(Repository.Folder("flows")));
        var position = FlowEngine.Start(flows.Library.Find("carte_grise")!, channel, "fr").Position;
        var turn = new TurnContext(text, null, channel, "fr", RefusesAssistant: false, AfterCounsellor: false, HumanOffered: false, position, Misses: 1);

        var plan = await new FlowAssistant(flows, new FicheKnowledge(library, search), sense).AnswerAsync(turn, sense.Read(text), TestContext.Current.CancellationToken);

        plan!.Replies[0].Details!.Source!.FicheId.Should().Be(fiche);
        plan.Replies[0].Details!.OffersHuman.Should().BeTrue();
        plan.Replies[0].Text.Should().Contain(words).And.Contain("espace");
        (plan.Position, plan.Misses).Should().Be((position, 1));
    }
}
