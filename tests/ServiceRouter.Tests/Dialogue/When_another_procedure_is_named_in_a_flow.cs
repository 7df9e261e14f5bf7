using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Scripts;
using ServiceRouter.Tests.Dialogues;
using ServiceRouter.Tests.Understanding;

namespace ServiceRouter.Tests.Dialogue;

/// <summary>A word of an answer stands in many a sentence that is about something else; whoever names that has changed the subject.</summary>
public sealed class When_another_procedure_is_named_in_a_flow
{
    private static readonly string Directory = Repository.Folder("flows");
    private static readonly FlowShelf Flows = new(FlowLibrary.Load(Directory));
    private static readonly ListenerSense Sense = new(LearntListener.Shared);

    public static TheoryData<string> Scripts => [.. ChatFiles.In(Directory).Select(path => Path.GetRelativePath(Directory, path))];

    [Theory]
    [InlineData("cheque_energie", "je n'ai pas reçu mon rsa", "caf_rsa")]
    [InlineData("cheque_energie", "j'ai perdu mon permis de conduire", "permis_conduire")]
    [InlineData("permis_conduire", "j'ai perdu ma carte vitale", "ameli_carte_vitale")]
    [InlineData("ameli_carte_vitale", "j'ai perdu mon passeport", "passeport_cni")]
    [InlineData("passeport_cni", "je me suis fait voler mon permis de conduire", "permis_conduire")]
    [InlineData("caf_rsa", "j'ai fait une erreur dans ma déclaration d'impôts", "impots")]
    [InlineData("carte_grise", "je voudrais demander mon chèque énergie", "cheque_energie")]
    public async Task The_first_question_is_not_answered_and_the_other_begins(string flow, string sentence, string other)
    {
        var first = FlowEngine.Start(Flows.Library.Find(flow)!, FlowChannel.Web, "fr").Position!;

        (await Plan(sentence, first))!.Position!.Flow.Should().Be(other);
    }

    [Theory]
    [InlineData("impots", "je ne peux pas payer, je suis au RSA")]
    [InlineData("impots", "je suis au chômage et je ne peux pas payer")]
    [InlineData("cheque_energie", "je ne l'ai jamais reçu, pourtant je suis au RSA")]
    [InlineData("passeport_cni", "j'ai perdu la mienne, et je touche le chômage")]
    public async Task Whoever_says_why_has_answered(string flow, string sentence)
    {
        var first = FlowEngine.Start(Flows.Library.Find(flow)!, FlowChannel.Web, "fr").Position!;

        var position = (await Plan(sentence, first))!.Position!;

        position.Flow.Should().Be(flow);
        position.Step.Should().NotBe(first.Step, "it was an answer");
    }

    [Theory]
    [InlineData("oui merci, et pour ma carte grise ?", "carte_grise")]
    [InlineData("non, je voulais refaire ma carte d'identité", "passeport_cni")]
    [InlineData("oui merci beaucoup", null)]
    public async Task Behind_the_last_yes_or_no_the_other_begins_too(string sentence, string? other)
    {
        var flow = Flows.Library.Find("cheque_energie")!;
        var last = FlowEngine.Answer(flow, FlowEngine.Start(flow, FlowChannel.Web, "fr").Position!, "perdu", FlowChannel.Web, "fr").Position!;
        last.Step.Should().Be("utile", "the test stands before that question");

        (await Plan(sentence, last))!.Position?.Flow.Should().Be(other);
    }

    [Fact]
    public async Task What_explains_a_yes_before_the_end_stays_its_explanation()
    {
        var flow = Flows.Library.Find("cheque_energie")!;
        var contract = FlowEngine.Answer(flow, FlowEngine.Start(flow, FlowChannel.Web, "fr").Position!, "pas_recu", FlowChannel.Web, "fr").Position!;

        (await Plan("oui, au nom de mon mari qui est à la retraite", contract))!.Position!.Flow.Should().Be(flow.Id);
    }

    /// <summary>What a flow's own script answers, also where it names another (« le notaire » in a question about a car), is an answer.</summary>
    [Theory, MemberData(nameof(Scripts))]
    public async Task Whatever_a_script_answers_stays_an_answer(string script)
    {
        var flow = Flows.Library.Find(Path.GetDirectoryName(script)!)!;
        var left = new List<string>();
        foreach (var one in ChatReader.Read(File.ReadAllText(Path.Combine(Directory, script)), script).Script!.Cases)
        {
            var position = FlowEngine.Start(flow, FlowChannel.Web, "fr").Position;
            foreach (var said in one.Lines.OfType<CitizenSays>())
            {
                if (position is null) break;
                var turn = FlowEngine.Answer(flow, position, said.Text, FlowChannel.Web, "fr");
                var answered = turn.Position?.Misses is null or 0;
                if (answered && (await Plan(said.Text, position))?.Position is { } after && after.Flow != flow.Id) left.Add(said.Text);
                position = turn.Position;
            }
        }

        left.Should().BeEmpty();
    }

    public static TheoryData<string, string, string> Sentences => [.. FirstSentences.Answered];

    [Theory, MemberData(nameof(Sentences))]
    public async Task What_opens_a_flow_is_an_answer_to_its_first_question(string flow, string sentence, string choice)
    {
        var first = FlowEngine.Start(Flows.Library.Find(flow)!, FlowChannel.Web, "fr").Position!;

        var plan = (await Plan(sentence, first))!;

        (plan.Position?.Flow ?? flow, plan.Position is null ? choice : plan.Position.Answers["situation"]).Should().Be((flow, choice));
    }

    private static Task<TurnPlan?> Plan(string text, FlowPosition position) => new FlowAssistant(Flows, new NoFiches(), Sense).AnswerAsync(
        new TurnContext(text, null, FlowChannel.Web, "fr", RefusesAssistant: false, AfterCounsellor: false, HumanOffered: false, position, Misses: 0),
        Sense.Read(text), TestContext.Current.CancellationToken);

    private sealed class NoFiches : IKnowledge
    {
        public Passage? Answer(string question) => null;

        public Passage? Fiche(string id) => null;
    }
}
