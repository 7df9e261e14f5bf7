using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Tests.Understanding;

namespace ServiceRouter.Tests.Flows.Engine;

/// <summary>A wrong answer is taken back by a word, and by saying what was meant (docs/adr/0100).</summary>
public sealed class When_somebody_goes_back
{
    private static readonly FlowLibrary Library = FlowLibrary.Load(Repository.Folder("flows"));
    private readonly FlowWalk walk = new(FixtureFlows.Depot);

    public static TheoryData<string> Flows => [.. Library.Flows.Select(flow => flow.Id)];

    [Theory, MemberData(nameof(Flows))]
    public void From_each_step_the_way_leads_to_the_first_question(string id)
    {
        var flow = Library.Find(id)!;
        var beginning = FlowBeginning.Of(flow);
        var start = FlowEngine.Start(flow, FlowChannel.Web, "fr").Position!;
        foreach (var step in flow.Steps.Values.Where(step => step.Waits))
        {
            foreach (var (channel, said) in new[] { (FlowChannel.Web, "recommencer"), (FlowChannel.Sms, "RETOUR"), (FlowChannel.Voice, "7"), (FlowChannel.Voice, "retour au début s'il vous plaît"), (FlowChannel.Web, ReservedInputs.StartAgain) })
            {
                var turn = FlowEngine.Answer(flow, start with { Step = step.Id, Misses = 2 }, said, channel, "fr");

                turn.Position!.Answers.Should().BeEmpty();
                // An offer of a person that comes before everything is not passed over.
                turn.Position.Step.Should().Be(step is OfferHumanStep && step.Id == start.Step ? step.Id : beginning.Question!.Id, "{0} is said at {1}", said, step.Id);
            }
        }
    }

    [Theory]
    [InlineData("retour")]
    [InlineData("Retour !")]
    [InlineData("RECOMMENCER")]
    [InlineData("je veux recommencer")]
    [InlineData("on peut recommencer ?")]
    [InlineData("comment revenir au début ?")]
    [InlineData("retour au début s'il vous plaît")]
    [InlineData("ah non pardon, retour")]
    [InlineData("je voudrais revenir en arrière")]
    [InlineData("je me suis trompé")]
    [InlineData("Je me suis trompée, désolée")]
    [InlineData("non, je me suis trompé de bouton")]
    [InlineData("je me suis trompé, c'est oui")]
    public void The_words_are_heard_and_count_for_nothing(string words)
    {
        walk.Says("adresse", "xyz", words);

        walk.Turn.Outputs.Should().HaveCount(2);
        walk.Turn.Outputs[0].Should().Be(new Say("D'accord, je reprends au début."));
        walk.Question.Text.Should().Be("De quoi s'agit-il ?");
        (walk.Position.Misses, walk.Position.Answers.Count).Should().Be((0, 0));
    }

    [Fact]
    public void What_was_meant_may_follow()
    {
        walk.Says("adresse", "je me suis trompée, j'ai vendu un véhicule");

        walk.Turn.Outputs[0].Should().Be(new Say("D'accord, je reprends avec : « J'ai vendu un véhicule »."));
        (walk.Position.Step, walk.Position.Answers["sujet"], walk.Turn.SaidInstead).Should().Be(("quand", "vente", false));
    }

    [Theory]
    [InlineData("ah non, j'ai vendu ma moto", 0)]
    [InlineData("j'ai vendu", 0)]
    [InlineData("j'ai vendu", 1)]
    [InlineData("j'ai vendu", 2)]
    public void What_answers_the_first_question_instead_is_taken_before_it_counts_as_a_miss(string words, int misses)
    {
        var turn = FlowEngine.Answer(FixtureFlows.Depot, walk.Says("adresse").Position with { Misses = misses }, words, FlowChannel.Web, "fr");

        (turn.Position!.Step, turn.Position.Answers["sujet"], turn.Position.Misses, turn.SaidInstead).Should().Be(("quand", "vente", 0, true));
    }

    [Theory]
    [InlineData("je change d'adresse", "the way that led here")]
    [InlineData("comment faire pour vendre", "a question")]
    [InlineData("mon code postal est perdu", "of what is asked")]
    [InlineData("j'ai écrit trois lettres recommandées sans réponse depuis la vente", "more other words")]
    [InlineData("2", "a number of another list")]
    [InlineData("ma carte", "a word of a label")]
    public void A_doubt_stays_a_miss(string words, string why) => walk.Says("adresse", words).Position.Should().Match<FlowPosition>(p => p.Step == "ou" && p.Misses == 1, why);

    [Fact]
    public void Whatever_is_written_where_any_words_are_asked_for_is_the_answer_unless_it_is_nothing_but_the_wish()
    {
        walk.Says("adresse", "59000", "je me suis trompé de case et j'ai vendu").Position.Step.Should().Be("bloque");

        new FlowWalk(FixtureFlows.Depot).Says("adresse", "59000", "retour").Position.Step.Should().Be("sujet");
    }

    [Fact]
    public void A_mistake_that_is_a_choice_is_that_choice()
    {
        var impots = Library.Find("impots")!;
        var start = FlowEngine.Start(impots, FlowChannel.Web, "fr").Position!;

        FlowEngine.Answer(impots, start, "je me suis trompé dans ma déclaration", FlowChannel.Web, "fr").Position!.Answers["situation"].Should().Be("erreur");
    }

    [Fact]
    public void Nothing_is_asked_for_on_the_strength_of_a_guess()
    {
        var flow = FixtureFlows.Read(FixtureFlows.DepotSource.Replace("words: [vente, vendu, vendre]", "words: [vente, vendu, vendre]\n          then: demande", StringComparison.Ordinal));
        var there = new FlowWalk(flow).Says("adresse").Position;

        FlowEngine.Answer(flow, there, "j'ai vendu", FlowChannel.Web, "fr").Position!.Misses.Should().Be(1);
    }

    [Fact]
    public void An_accepted_person_is_asked_for() => walk.Says("adresse", "xyz", "xyz", "oui").Last.Should().BeOfType<RequestHuman>();

    [Theory]
    [InlineData(FlowChannel.Web, "écrivez « retour »")]
    [InlineData(FlowChannel.Sms, "envoyez RETOUR")]
    [InlineData(FlowChannel.Voice, "tapez 7")]
    public void It_is_said_after_a_miss_and_to_whoever_asks_for_help(FlowChannel channel, string how)
    {
        var there = new FlowWalk(FixtureFlows.Depot, channel).Says("adresse", "xyz");
        there.Question.Text.Should().Contain(how).And.EndWith("code postal ?");
        new FlowWalk(FixtureFlows.Depot, channel).Says("adresse", "aide").Turn.Outputs.OfType<Say>().Should().ContainSingle(say => say.Text.Contains(how));

        var first = new FlowWalk(FixtureFlows.Depot, channel).Says("xyz");
        first.Question.Text.Should().NotContain(how, "there is nothing to go back from");
        (first.Turn.CanStartAgain, there.Turn.CanStartAgain).Should().Be((false, true));
    }

    [Fact]
    public void Nobody_who_asks_for_a_person_or_is_in_danger_is_taken_for_somebody_who_goes_back()
    {
        var taken = Corpus.Asks.Concat(Corpus.Learnt("asks")).Concat(Corpus.Cries).Concat(Corpus.Learnt("distress")).Where(row => row.Label != "any" && ReservedInputs.IsStartAgain(row.Text, FlowChannel.Web));

        taken.Should().BeEmpty();
    }

    [Theory]
    [InlineData("retour")]
    [InlineData("recommencer")]
    [InlineData("start again")]
    public void No_choice_may_be_called_so(string word) => ReservedInputs.Reserves(word).Should().BeTrue();
}
