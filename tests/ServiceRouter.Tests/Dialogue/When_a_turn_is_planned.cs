using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Tests.Understanding;

namespace ServiceRouter.Tests.Dialogue;

/// <summary>The order of a turn is the promise: the human exit and distress come before every flow, answer and guess (G1).</summary>
public sealed class When_a_turn_is_planned
{
    private static readonly FlowShelf Flows = new(FlowLibrary.Load(Path.Combine(Repository.Root, "flows")));
    private readonly Sense sense = new();
    private readonly Fiches fiches = new();

    [Fact]
    public void The_button_makes_the_request_without_reading_anything()
    {
        sense.Fails = true;

        Plan(Said("Parler à un conseiller") with { Choice = ServiceChoices.Human }).Ask.Should().NotBeNull();
    }

    [Fact]
    public void Words_for_a_human_win_over_a_running_flow_and_take_its_skill()
    {
        var flow = Flows.Library.Find("carte_grise")!;
        var position = FlowEngine.Start(flow, FlowChannel.Web, "fr").Position;
        sense.Answer = Sensed.Nothing with { Exit = WishForHuman.Yes };

        Plan(Said("une vraie personne") with { Position = position }).Ask!.Skill.Should().Be(flow.Skill);
    }

    [Fact]
    public void A_receipt_is_answered_by_the_service_and_the_running_flow_asks_again()
    {
        var flow = Flows.Library.Find("carte_grise")!;
        var start = FlowEngine.Start(flow, FlowChannel.Web, "fr");
        var question = start.Outputs.OfType<Ask>().Single();

        var plan = Plan(Said("K7PR…") with { Stand = "Votre demande attend.", Position = start.Position, Misses = 1 });

        plan.Replies.Select(reply => (reply.Text, reply.ByService)).Should().Equal(("Votre demande attend.", true), (question.Text, false));
        (plan.Position, plan.Misses, plan.Ask).Should().Be((start.Position, 1, null));
    }

    [Fact]
    public void A_receipt_is_answered_also_to_those_who_refuse_the_assistant()
    {
        Plan(Said("K7PR…") with { Stand = "Votre demande attend.", RefusesAssistant = true }).Replies.Should().ContainSingle(reply => reply.ByService);
    }

    [Fact]
    public void A_wish_for_a_person_beside_a_receipt_is_the_wish()
    {
        sense.Answer = Sensed.Nothing with { Exit = WishForHuman.Yes };

        Plan(Said("un conseiller, K7PR…") with { Stand = "Votre demande attend." }).Ask.Should().NotBeNull();
    }

    [Fact]
    public void Distress_wins_over_everything_and_has_the_highest_rank()
    {
        sense.Answer = new Sensed(WishForHuman.Yes, new DistressWords("Suicide", "Appelez le 3114.", [new ActivityChoice("3114", "Prévention du suicide")]), "retraite", "test");

        var plan = Plan(Said("…") with { AfterCounsellor = true });

        plan.Ask!.Rank.Should().Be(HandoffRank.Distress);
        plan.Replies[0].Details!.Numbers.Should().ContainSingle(n => n.Value == "3114");
    }

    [Fact]
    public void A_refusal_of_the_assistant_is_remembered_with_the_request_that_it_makes()
    {
        sense.Answer = Sensed.Nothing with { Exit = WishForHuman.Yes, RefusesAssistant = true };

        var plan = Plan(Said("pas de robot"));

        (plan.RefusesAssistant, plan.Ask!.Reason).Should().Be((true, "prefere_humain"));
    }

    [Fact]
    public void Whoever_refuses_the_assistant_gets_the_human_and_no_automatic_word()
    {
        sense.Answer = Sensed.Nothing with { Procedure = "carte_grise" };

        var plan = Plan(Said("ma carte grise") with { RefusesAssistant = true });

        plan.Ask!.Reason.Should().Be("prefere_humain");
        plan.Replies.Should().BeEmpty();
    }

    [Theory]
    [InlineData("Merci, bonne journée !", false)]
    [InlineData("ok", false)]
    [InlineData("Bonjour", true)]
    [InlineData("Merci, et ma carte grise ?", true)]
    public void Whoever_refuses_the_assistant_and_only_thanks_asks_for_nobody(string text, bool asks)
    {
        var plan = Plan(Said(text) with { RefusesAssistant = true, AfterCounsellor = true });

        (plan.Ask is not null).Should().Be(asks);
        plan.Replies.Should().OnlyContain(reply => reply.ByService);
        if (!asks) plan.Replies.Single().Details!.Choices!.Should().ContainSingle(choice => choice.Value == ServiceChoices.Human, "the way to a person is there, and no way to the assistant");
    }

    [Fact]
    public void After_a_counsellor_the_assistant_waits_to_be_asked()
    {
        sense.Answer = Sensed.Nothing with { Procedure = "carte_grise" };

        Plan(Said("ma carte grise") with { AfterCounsellor = true }).Replies.Should().OnlyContain(r => r.ByService);
        Plan(Said("Poser une question") with { AfterCounsellor = true, Choice = ServiceChoices.Assistant }).WakesAssistant.Should().BeTrue();
    }

    [Fact]
    public void An_answer_that_names_a_choice_is_that_answer_however_it_sounds()
    {
        var flow = Flows.Library.Find("carte_grise")!;
        var start = FlowEngine.Start(flow, FlowChannel.Web, "fr");
        var label = start.Outputs.OfType<Ask>().Single().Choices[0].Label;
        sense.Answer = Sensed.Nothing with { Exit = WishForHuman.Yes };

        Plan(Said(label) with { Position = start.Position }).Ask.Should().BeNull();
    }

    [Fact]
    public void A_sentence_that_answers_the_first_question_is_not_asked_again()
    {
        sense.Answer = Sensed.Nothing with { Procedure = "carte_grise" };

        var plan = Plan(Said("j'ai vendu ma voiture"));

        plan.Position!.Step.Should().NotBe(Flows.Library.Find("carte_grise")!.Start);
    }

    [Fact]
    public void The_way_back_is_a_button_where_there_are_buttons_and_only_after_the_first_question()
    {
        var (start, later) = (StartOf("carte_grise"), After("carte_grise", "1"));

        IsOffered(Plan(Said("xyz") with { Position = start })).Should().BeFalse();
        IsOffered(Plan(Said("xyz") with { Position = later })).Should().BeTrue();
        IsOffered(Plan(Said("xyz") with { Position = later, Channel = FlowChannel.Sms })).Should().BeFalse();
        IsOffered(Plan(Said("xyz") with { Position = later, Channel = FlowChannel.Voice })).Should().BeFalse();
        Plan(Said("Recommencer") with { Choice = ServiceChoices.StartAgain, Position = later }).Position!.Step.Should().Be(start.Step);

        static bool IsOffered(TurnPlan plan) => plan.Replies[^1].Details!.Choices!.Any(choice => choice.Value == ServiceChoices.StartAgain);
    }

    [Theory]
    [InlineData("retour")]
    [InlineData("je me suis trompé")]
    [InlineData("je veux recommencer")]
    public void Whoever_goes_back_is_not_offered_a_person_instead(string words)
    {
        sense.Answer = new ListenerSense(LearntListener.Shared).Read(words);

        var plan = Plan(Said(words) with { Position = After("carte_grise", "1") });

        (plan.Position!.Step, plan.HumanOffered, plan.Misses).Should().Be((StartOf("carte_grise").Step, false, 0));
    }

    [Theory]
    [InlineData("retour vers un conseiller")]
    [InlineData("recommencer avec quelqu'un")]
    [InlineData("je veux revenir à une vraie personne")]
    [InlineData("je me suis trompé, passez-moi quelqu'un")]
    [InlineData("je me suis trompé, j'ai vendu, je veux un conseiller")]
    [InlineData("je recommence à vouloir mourir")]
    [InlineData("0")]
    public void Whoever_asks_for_a_person_or_is_in_danger_is_not_sent_back(string words)
    {
        var channel = words == "0" ? FlowChannel.Voice : FlowChannel.Web;
        sense.Answer = new ListenerSense(LearntListener.Shared).Read(words);

        Plan(Said(words) with { Position = After("carte_grise", "1"), Channel = channel }).Ask.Should().NotBeNull();
    }

    [Fact]
    public void What_may_be_a_wish_for_a_person_or_another_procedure_is_not_taken_for_an_answer_to_the_first_question()
    {
        var running = Said("j'ai vendu ma voiture") with { Position = After("carte_grise", "1") };
        Plan(running).Position!.Answers["situation"].Should().Be("vente");

        sense.Answer = Sensed.Nothing with { Procedure = "impots" };
        Plan(running).Position!.Flow.Should().Be("impots");
        sense.Answer = Sensed.Nothing with { Exit = WishForHuman.Perhaps };
        Plan(running).HumanOffered.Should().BeTrue();
    }

    [Fact]
    public void Where_no_flow_runs_the_way_back_is_understood_and_counts_for_nothing()
    {
        var plan = Plan(Said("recommencer") with { Misses = 2 });

        (plan.Ask, plan.Misses, plan.Unsure).Should().Be((null, 2, false));
        plan.Replies.Should().ContainSingle(reply => reply.Text.StartsWith("Très bien"));
    }

    [Fact]
    public void Danger_is_answered_in_the_language_of_the_conversation()
    {
        sense.Answer = new ListenerSense(LearntListener.Shared).Read("I want to kill myself");

        var plan = Plan(Said("I want to kill myself") with { Language = "en", Channel = FlowChannel.Voice });

        plan.Replies[0].Text.Should().Contain("Call 3114").And.Contain("112").And.NotContain("Appelez");
        plan.Replies[0].Details!.Numbers.Should().NotContain(number => number.Label.Contains("gratuit"));
    }

    [Fact]
    public void The_second_miss_offers_the_human_and_the_third_makes_the_request()
    {
        Plan(Said("xyz")).Should().Match<TurnPlan>(p => p.Ask == null && p.Misses == 1 && !p.HumanOffered);
        Plan(Said("xyz") with { Misses = 1 }).Should().Match<TurnPlan>(p => p.Ask == null && p.HumanOffered);
        Plan(Said("xyz") with { Misses = 2 }).Ask!.Reason.Should().Be(Reasons.NotUnderstood);
    }

    [Fact]
    public void What_the_service_asks_for_by_itself_has_a_name_at_the_desk()
    {
        Flows.Library.Reasons.Should().ContainKeys(Reasons.All);
        Flows.Library.Skills.Should().ContainKey(Skills.General);
    }

    [Fact]
    public void A_counsellor_is_not_told_that_nobody_understood_what_the_assistant_could_not_even_hear()
    {
        OfferOfHuman.AfterFailure(Said("xyz") with { Misses = 2 }).Ask!.Reason.Should().Be(Reasons.AssistantFailed);
        OfferOfHuman.WhenDeaf(Said("xyz")).Ask!.Reason.Should().Be(Reasons.AssistantFailed);
        OfferOfHuman.WhenOnlyFrench(Said("xyz") with { HumanOffered = true }).Ask!.Reason.Should().Be(Reasons.OtherLanguage);
    }

    [Theory]
    [InlineData(FlowChannel.Web, "fr", "Bonjour. Que cherchez-vous", "Merci à vous.")]
    [InlineData(FlowChannel.Sms, "fr", "CONSEILLER", "CONSEILLER")]
    [InlineData(FlowChannel.Voice, "fr", "tapez 0", "tapez 0")]
    [InlineData(FlowChannel.Web, "en", "Hello. What are you looking for", "Thank you.")]
    [InlineData(FlowChannel.Voice, "en", "press 0", "press 0")]
    public void Courtesies_are_returned_and_make_no_request(FlowChannel channel, string language, string greeted, string thanked)
    {
        foreach (var (words, answer) in new[] { ("Bonjour", greeted), ("merci beaucoup", thanked), ("au revoir", thanked), ("ok", ".") })
        {
            var plan = Plan(Said(words) with { Channel = channel, Language = language, Misses = 2 });

            (plan.Ask, plan.Misses, plan.HumanOffered).Should().Be((null, 2, false), "{0} counts for nothing", words);
            plan.Replies.Should().ContainSingle().Which.Text.Should().Contain(answer);
        }
    }

    [Fact]
    public void A_courtesy_leaves_the_offer_of_a_human_where_it_is()
    {
        var plan = Plan(Said("merci") with { HumanOffered = true });

        plan.Should().Match<TurnPlan>(p => p.Ask == null && p.HumanOffered);
        plan.Replies[^1].Details!.Choices.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("Bonjour, merci de me passer quelqu'un")]
    [InlineData("merci mais je veux parler à un conseiller")]
    [InlineData("bonjour je veux mourir")]
    public void No_courtesy_hides_a_wish_or_danger(string words)
    {
        var heard = new ListenerSense(LearntListener.Shared).Read(words);
        sense.Answer = heard;

        Plan(Said(words)).Ask.Should().NotBeNull();
    }

    [Fact]
    public void Where_a_wish_is_perhaps_heard_the_human_is_offered_however_polite_it_sounds()
    {
        sense.Answer = Sensed.Nothing with { Exit = WishForHuman.Perhaps };

        Plan(Said("merci")).HumanOffered.Should().BeTrue();
    }

    [Theory]
    [InlineData("oui", true)]
    [InlineData("Oui merci", true)]
    [InlineData("bien sûr", true)]
    [InlineData("svp", true)]
    [InlineData("yep", true)]
    [InlineData("oui, appelez-moi", true)]
    [InlineData("oui mais comment refaire ma carte grise ?", false)]
    [InlineData("non", false)]
    public void An_offered_human_is_one_word_away(string word, bool asked) =>
        (Plan(Said(word) with { HumanOffered = true }).Ask is not null).Should().Be(asked);

    [Fact]
    public void An_answer_from_a_fiche_names_its_source_and_date()
    {
        fiches.Found = new Passage("Prenez rendez-vous.", new ActivitySource("f1", "Carte d'identité", "https://www.service-public.gouv.fr", new DateOnly(2026, 11, 23)), "passeport_cni");

        var reply = Plan(Said("où aller pour une carte d'identité")).Replies.Should().ContainSingle().Subject;

        reply.Details!.Source!.ReadOn.Should().Be(new DateOnly(2026, 11, 23));
        reply.Details.OffersHuman.Should().BeTrue();
    }

    private static FlowPosition StartOf(string flow) => FlowEngine.Start(Flows.Library.Find(flow)!, FlowChannel.Web, "fr").Position!;

    private static FlowPosition After(string flow, string answer) => FlowEngine.Answer(Flows.Library.Find(flow)!, StartOf(flow), answer, FlowChannel.Web, "fr").Position!;

    private TurnPlan Plan(TurnContext turn)
    {
        var parts = new NodeParts(TimeProvider.System);
        var answers = new AnswerInTime(
            [new FlowAssistant(Flows, fiches, sense), new FicheAssistant(fiches)], parts, Options.Create(new AssistantOptions { TimeLimit = TimeSpan.FromSeconds(30) }), TimeProvider.System, NullLogger<AnswerInTime>.Instance);
        return new Turn(sense, answers, Flows, NullLogger<Turn>.Instance).PlanAsync(turn, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    private static TurnContext Said(string text) =>
        new(text, null, FlowChannel.Web, "fr", RefusesAssistant: false, AfterCounsellor: false, HumanOffered: false, Position: null, Misses: 0);

    private sealed class Sense : ISense
    {
        public Sensed Answer { get; set; } = Sensed.Nothing;

        public bool Fails { get; set; }

        public Sensed Read(string text) => Fails ? throw new InvalidOperationException("must not be asked") : Answer;
    }

    private sealed class Fiches : IKnowledge
    {
        public Passage? Found { get; set; }

        public Passage? Answer(string question) => Found;

        public Passage? Fiche(string id) => new("fiche", new ActivitySource(id, id, "https://www.service-public.gouv.fr", new DateOnly(2026, 11, 23)), null);
    }
}
