using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Calls through the telephone network: what is heard, and what became of it.</summary>
public sealed class When_a_citizen_calls : IAsyncLifetime
{
    private PhoneStory story = null!;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task The_first_words_say_what_it_is_that_nothing_is_recorded_and_how_to_reach_a_person()
    {
        var call = story.Calls();

        var first = await call.HearsAsync("assistant automatique");
        first.Should().Contain("n'est pas enregistré").And.Contain("tapez 0").And.Contain("liste");
        first.IndexOf("n'est pas enregistré", StringComparison.Ordinal).Should().BeLessThan(first.IndexOf("Dites", StringComparison.Ordinal), "it is said before any question");
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("000", null)]
    [InlineData(null, "conseiller")]
    [InlineData(null, "je veux parler à quelqu'un")]
    public async Task One_key_or_word_reaches_a_person_and_gives_a_receipt_twice_sign_by_sign(string? keys, string? words)
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        if (keys is null) call.Says(words!);
        else call.Presses(keys);
        await call.SeesAsync("queue sr-attente");

        var handoff = await story.HandoffAsync();
        (handoff.Channel, handoff.State).Should().Be((ChannelName.Phone, HandoffState.Waiting));
        PhoneStory.Times(call, ReadAloud.Spell(ReceiptCode.Print(handoff.Receipt), "fr")).Should().Be(2);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_receipt_of_the_web_that_is_spelt_aloud_is_answered_by_where_the_request_stands()
    {
        var asked = await (await story.App.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        call.Says($"mon récépissé c'est {ReadAloud.Spell(ReceiptCode.Print(asked.Receipt), "fr")}", confidence: 0.3);

        var said = await call.HearsAsync("attend un conseiller");
        said.Should().Contain("Votre demande est gardée").And.Contain("tapez 0").And.NotContain("comme", "nobody wants to hear the fourteen signs back");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1, "it was a question, and no wish");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_person_is_one_word_away_also_when_the_word_was_heard_badly()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        call.Says("conseiller", confidence: 0.2);

        await call.SeesAsync("queue sr-attente");
    }

    [Fact]
    public async Task Whoever_speaks_English_is_spoken_to_in_English_by_one_digit_and_asked_for_a_counsellor_who_does()
    {
        var call = story.Calls();
        await call.HearsAsync("For English, press 8");
        story.Network.Faults.Twice("/turn/1");
        call.Presses("8");
        await call.HearsAsync("I speak French only");
        await call.HearsAsync("Pour le français, tapez 8");
        call.Says("I have a question about my car");
        await call.HearsAsync("Would you like to talk to a counsellor");
        call.Presses("0");
        await call.HearsAsync("Your request to talk to a counsellor is recorded");
        await call.HearsAsync("No counsellor is there");
        await call.HearsAsync("press 1");

        var handoff = await story.HandoffAsync();
        (handoff.Language, handoff.State).Should().Be(("en", HandoffState.Waiting));
        call.Presses("1");
        await call.HearsAsync("you keep your place");
        call.Transcript.Lines.Where(line => line.What == PhoneSimulator.Heard.Voice).SkipWhile(line => !line.Text.StartsWith("Hello", StringComparison.Ordinal))
            .Should().NotContain(line => line.Text.Contains("tapez", StringComparison.Ordinal) && !line.Text.StartsWith("Pour le français", StringComparison.Ordinal), "nobody is answered in a language that they left");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_speaks_English_and_is_in_danger_hears_the_numbers_in_English()
    {
        var call = story.Calls();
        await call.HearsAsync("For English, press 8");
        call.Presses("8");
        await call.HearsAsync("I speak French only");

        call.Says("I want to kill myself");
        (await call.HearsAsync("Call 3114 now")).Should().Contain("112");
        await call.HearsAsync("Suicide prevention, day and night, free : 3, 1, 1, 4");

        call.Transcript.Lines.Should().NotContain(line => line.Text.Contains("Appelez", StringComparison.Ordinal) || line.Text.Contains("gratuit", StringComparison.Ordinal));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_wrong_key_is_taken_back_by_7_and_by_the_word()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Presses("7");
        await call.HearsAsync("Cette touche ne sert pas ici");
        call.Says("carte grise");
        await call.HearsAsync("Que se passe-t-il avec votre carte grise");
        await call.HearsAsync("tapez 9");
        call.Presses("1");
        await call.HearsAsync("code de cession");
        await call.HearsAsync("Non : tapez 2");
        call.Presses("*");
        await call.HearsAsync("Pour revenir au début des questions, tapez 7");
        await call.HearsAsync("Non : tapez 2");

        call.Presses("7");
        await call.HearsAsync("je reprends au début");
        await call.HearsAsync("Que se passe-t-il avec votre carte grise");
        await call.HearsAsync("tapez 9");
        call.Presses("1");
        await call.HearsAsync("Non : tapez 2");
        call.Says("retour");
        await call.HearsAsync("je reprends au début");
        await call.HearsAsync("tapez 9");
        call.Presses("0");

        await call.SeesAsync("queue sr-attente");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Back_to_French_is_the_same_digit()
    {
        var call = story.Calls();
        await call.HearsAsync("press 8");
        call.Presses("8");
        await call.HearsAsync("Pour le français, tapez 8");
        call.Presses("8");
        await call.HearsAsync("press 8");
        call.Presses("1");

        await call.HearsAsync("Pour les autres, tapez 9");
    }

    [Fact]
    public async Task A_flow_is_reached_and_talked_with_keys_alone()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 1 pour choisir");
        call.Presses("1");
        await call.HearsAsync("tapez 3");
        await call.HearsAsync("Pour les autres, tapez 9");
        while (!call.Transcript.Lines.Any(line => line.Text.StartsWith("Carte grise : tapez", StringComparison.Ordinal)))
        {
            call.Presses("9");
            await call.HearsAsync("Pour les autres, tapez 9");
        }
        var read = call.Transcript.Lines.Last(line => line.Text.StartsWith("Carte grise : tapez", StringComparison.Ordinal)).Text;
        call.Presses(read[^2].ToString());
        await call.HearsAsync("Que se passe-t-il avec votre carte grise");
        await call.HearsAsync("J'ai acheté un véhicule : tapez 1");
        call.Presses("1");

        await call.HearsAsync("code de cession");
        await call.HearsAsync("Oui : tapez 1");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task At_most_three_choices_are_read_at_a_time()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Says("carte grise");
        await call.HearsAsync("tapez 9");

        call.Transcript.Lines.Count(line => line.Text.Contains(" : tapez ", StringComparison.Ordinal)).Should().Be(4, "three choices and the way to the others");
    }

    [Fact]
    public async Task Star_repeats_and_hash_speaks_slowly()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Says("carte grise");
        await call.HearsAsync("Que se passe-t-il");
        await call.HearsAsync("tapez 9");

        call.Presses("*");
        await call.HearsAsync("Que se passe-t-il");
        await call.HearsAsync("tapez 9");
        call.Presses("#");
        await call.HearsAsync("Que se passe-t-il");

        (await story.App.LookAsync(db => db.PhoneCalls.SingleAsync())).SpeaksSlowly.Should().BeTrue();
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen))).Should().Be(1, "a key of the line is nothing that was said");
    }

    [Fact]
    public async Task Somebody_who_says_nothing_twice_is_put_to_a_person()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        await story.PassAsync(6);
        await call.HearsAsync("Je ne vous entends pas");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(0);
        await story.PassAsync(6);
        await call.SeesAsync("queue sr-attente");

        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task A_sentence_heard_badly_is_confirmed_and_never_guessed()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");

        call.Says("carte grise", confidence: 0.31);
        await call.HearsAsync("J'ai compris : carte grise");
        (await story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Author == Author.Citizen))).Should().BeFalse();
        call.Presses("*");
        await call.HearsAsync("J'ai compris : carte grise");
        call.Presses("1");

        await call.HearsAsync("Que se passe-t-il avec votre carte grise");
    }

    [Fact]
    public async Task A_sentence_that_was_not_meant_is_forgotten()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Says("carte grise", confidence: 0.31);
        await call.HearsAsync("tapez 2");
        call.Presses("2");

        await call.HearsAsync("Dites-le autrement");
        (await story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Author == Author.Citizen))).Should().BeFalse();
    }

    [Theory]
    [InlineData("/twilio/voice/turn")]
    [InlineData("/twilio/voice/incoming")]
    [InlineData("/twilio/voice/wait")]
    public async Task A_webhook_that_comes_twice_counts_once_and_is_answered_the_same(string path)
    {
        for (var times = 0; times < 20; times++) story.Network.Faults.Twice(path);
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Says("carte grise", confidence: 0.31);
        await call.HearsAsync("J'ai compris : carte grise");
        call.Presses("#");
        await call.HearsAsync("J'ai compris : carte grise");
        call.Presses("1");
        await call.HearsAsync("Que se passe-t-il");
        await call.HearsAsync("tapez 9");
        call.Presses("9");
        await call.HearsAsync("perdue, volée ou abîmée : tapez 4");
        call.Presses("0");
        await call.SeesAsync("queue sr-attente");
        await call.HearsAsync("Aucun conseiller n'est là");

        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen))).Should().Be(2, "carte grise, and the other choices");
        (await story.App.LookAsync(db => db.PhoneCalls.SingleAsync())).SpeaksSlowly.Should().BeTrue("changed once, not there and back");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("récépissé")))).Should().Be(1, "one notice (G6)");
        PhoneStory.Times(call, "Aucun conseiller n'est là").Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_turn_that_comes_late_changes_nothing()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Says("carte grise");
        await call.HearsAsync("tapez 9");
        call.Presses("1");
        await call.HearsAsync("code de cession");

        var line = new CallerLine(call.Sid, PhoneStory.Citizen);
        await story.App.Get<TalkOnPhone>().TurnAsync(line, 1, new ServiceRouter.Channels.Phone.Heard("#", null, null), 0);
        var late = await story.App.Get<TalkOnPhone>().TurnAsync(line, 1, new ServiceRouter.Channels.Phone.Heard(null, "permis de conduire", 0.9), 0);

        string.Join(' ', late.Lines).Should().Contain("code de cession", "it hears where the call stands");
        (await story.App.LookAsync(db => db.PhoneCalls.SingleAsync())).SpeaksSlowly.Should().BeFalse();
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen))).Should().Be(2);
    }

    [Theory]
    [InlineData("/twilio/voice/incoming")]
    [InlineData("/twilio/voice/turn/1?silences=0")]
    [InlineData("/twilio/voice/wait")]
    [InlineData("/twilio/voice/wait/key")]
    [InlineData("/twilio/voice/wait/left")]
    [InlineData("/twilio/voice/wait/number")]
    [InlineData("/twilio/voice/status")]
    public async Task A_webhook_without_a_right_signature_is_refused_counted_and_touches_nothing(string path)
    {
        using var refused = new RefusedWebhooks();
        using var http = new HttpClient { BaseAddress = new Uri(story.App.Url) };
        using var body = new FormUrlEncodedContent([new("CallSid", "CA1"), new("From", PhoneStory.Citizen), new("Digits", "0")]);
        body.Headers.Add("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        using var answer = await http.PostAsync(path, body, TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).Should().BeEmpty();
        refused.Count.Should().BeGreaterThan(0);
        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(0);
    }

    /// <summary>The place in the queue and the receipt are kept, also by somebody who does not listen to the question.</summary>
    [Theory]
    [InlineData("1", null)]
    [InlineData("0", null)]
    [InlineData(null, "oui")]
    [InlineData(null, "conseiller")]
    [InlineData(null, null)]
    public async Task Whoever_was_cut_off_goes_on_with_the_request(string? key, string? words)
    {
        var second = await CallsAgainAfterBeingCutOffAsync();
        if (key is not null) second.Presses(key);
        else if (words is not null) second.Says(words);
        else await story.PassAsync(12);
        await second.SeesAsync("queue sr-attente");
        PhoneStory.Times(second, "vous gardez votre place").Should().Be(1);
        await second.HearsAsync("Aucun conseiller n'est là");
        await story.Network.SettledAsync();
        second.Presses("*");
        await story.Network.SettledAsync();
        second.Presses("2");
        await second.HearsAsync("code postal");

        var handoff = await story.HandoffAsync();
        handoff.State.Should().Be(HandoffState.Waiting);
        PhoneStory.Times(second, ReadAloud.Spell(ReceiptCode.Print(handoff.Receipt), "fr")).Should().Be(0, "a number is easily forged, and the receipt opens what was said");
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("1", null)]
    [InlineData("0", null)]
    [InlineData(null, "pas de robot, je veux parler à un conseiller")]
    public async Task Whoever_comes_back_before_the_agreed_time_hears_that_it_is_cancelled(string? key, string? words)
    {
        var call = await CallsAgainBeforeTheAgreedTimeAsync();

        if (words is null) call.Presses(key!);
        else call.Says(words);
        await call.HearsAsync("est annulé");
        await call.SeesAsync("queue sr-attente");

        var handoff = await story.HandoffAsync();
        handoff.State.Should().Be(HandoffState.Waiting);
        PhoneStory.Times(call, "vous gardez votre place").Should().Be(0);
        var (said, refuses) = await story.App.LookAsync(async db => (
            await db.Activities.CountAsync(a => a.ConversationId == handoff.ConversationId && a.Author == Author.Citizen && a.Text == words),
            await db.Conversations.Where(c => c.Id == handoff.ConversationId).Select(c => c.RefusesAssistant).SingleAsync()));
        (said, refuses).Should().Be(words is null ? (0, false) : (1, true), "whoever takes the request reads what was said");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_waits_for_what_was_agreed_gives_nothing_up_by_saying_so()
    {
        var call = await CallsAgainBeforeTheAgreedTimeAsync();

        call.Says("j'attends votre appel, merci");
        await story.Network.SettledAsync();

        (await story.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        PhoneStory.Times(call, "est annulé").Should().Be(0);
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nobody_is_promised_a_call_back_for_a_request_that_waits_no_more(bool ends)
    {
        var call = await story.WaitsAsync();
        await call.HearsAsync("Aucun conseiller n'est là");
        var (handoff, line) = (await story.HandoffAsync(), await story.App.LookAsync(db => db.PhoneCalls.Select(c => new CallerLine(c.Id, c.Number, "fr")).SingleAsync()));
        if (ends) (await story.App.Get<WithdrawHandoff>().RunAsync(handoff.Receipt, TestContext.Current.CancellationToken)).Should().BeNull();
        else (await story.App.Get<AskCallBack>().RunAsync(handoff.ConversationId, "01 99 00 12 34", story.Clock.GetUtcNow().AddHours(5), TestContext.Current.CancellationToken)).Should().BeNull();

        (await story.App.Get<CallBackInstead>().AtAsync(line, "+33199001234", TestContext.Current.CancellationToken)).Should().BeNull("the wait goes on, and says what is true");

        (await story.App.Get<AskCallBack>().ForOpenRequestAsync(handoff.ConversationId, "+33199001234", story.Clock.GetUtcNow().AddHours(6), TestContext.Current.CancellationToken))?.Code
            .Should().Be(ends ? AskCallBack.NothingOpen : null);
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1, "the receipt that is dictated is that of this request");
    }

    [Fact]
    public async Task Who_wants_something_else_has_a_request_of_their_own()
    {
        var second = await CallsAgainAfterBeingCutOffAsync();
        second.Presses("2");
        await second.HearsAsync("Dites en quelques mots");
        second.Presses("0");
        await second.SeesAsync("queue sr-attente");

        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(2);
    }

    [Fact]
    public async Task Whoever_changes_the_language_is_asked_in_it_and_goes_on_with_the_open_request()
    {
        var second = await CallsAgainAfterBeingCutOffAsync();
        story.Network.Faults.Twice("/turn/");
        second.Presses("8");
        await second.HearsAsync("To go on with it, press 1");
        second.Presses("*");
        await story.PassUntilAsync(() => PhoneStory.Times(second, "To go on with it, press 1") == 2);
        PhoneStory.Times(second, "encore ouverte").Should().Be(1, "the other language is not read out any more");

        second.Presses("1");
        await second.SeesAsync("queue sr-attente");
        PhoneStory.Times(second, "You keep your place").Should().Be(1);
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Whoever_chose_English_on_the_second_call_is_spoken_with_in_English_from_then_on()
    {
        var second = await CallsAgainAfterBeingCutOffAsync();
        second.Presses("8");
        await second.HearsAsync("To go on with it, press 1");
        second.Presses("1");
        await second.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).Should().Match<Handoff>(h => h.SpokenLanguage == "en" && h.Language == "fr", "what was asked stands in the log");
        var desk = await story.ComesAsync(PhoneStory.Nadia, PhoneStory.NadiasPhone);
        await desk.TakesNextAsync();
        (await story.App.LookAsync(db => db.Offers.Select(o => o.Why).SingleAsync())).Should().Contain("anglais");
        var counsellor = await story.NextRingAsync(PhoneStory.NadiasPhone);
        counsellor.Answers();
        (await counsellor.HearsAsync("Langue")).Should().Contain("anglais");
        counsellor.Presses("1");
        await second.SeesAsync("conference");
        await story.Network.SettledAsync();

        counsellor.Drops();

        await story.PassUntilAsync(() => PhoneStory.Times(second, "We apologise") == 1);
        PhoneStory.Times(second, "Veuillez nous excuser").Should().Be(0);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task That_a_date_is_given_up_is_said_again_where_the_first_answer_was_lost()
    {
        var call = await CallsAgainBeforeTheAgreedTimeAsync();
        var line = new CallerLine(call.Sid, PhoneStory.Citizen);

        for (var times = 0; times < 2; times++)
            string.Join(' ', (await story.App.Get<TalkOnPhone>().TurnAsync(line, 1, new ServiceRouter.Channels.Phone.Heard("1", null, null), 0)).Lines).Should().Contain("est annulé");
        string.Join(' ', (await story.App.Get<TalkOnPhone>().TurnAsync(line, 2, new ServiceRouter.Channels.Phone.Heard("0", null, null), 0)).Lines).Should().Contain("est annulé", "the answer came too late, and 0 was pressed");
    }

    [Fact]
    public async Task A_slip_of_the_finger_does_not_give_up_the_open_request()
    {
        var second = await CallsAgainAfterBeingCutOffAsync();
        story.Network.Faults.Twice("/turn/");
        second.Presses("5");
        await second.HearsAsync("ne sert pas ici");
        await story.PassUntilAsync(() => PhoneStory.Times(second, "Pour la reprendre") == 2);

        second.Presses("0");
        await second.SeesAsync("queue sr-attente");

        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task What_is_heard_again_after_something_else_was_chosen_offers_no_key_that_means_another_thing()
    {
        var second = await CallsAgainAfterBeingCutOffAsync();
        second.Presses("2");
        await second.HearsAsync("Dites en quelques mots");
        second.Presses("*");
        await story.PassUntilAsync(() => PhoneStory.Times(second, "Dites en quelques mots") == 2);

        PhoneStory.Times(second, "Pour la reprendre").Should().Be(1);
    }

    /// <summary>The first call was cut off while it waited for a person; the second is asked whether it goes on.</summary>
    [Theory]
    [InlineData("1", null)]
    [InlineData("0", null)]
    [InlineData(null, "oui")]
    [InlineData(null, "je veux parler à un conseiller")]
    public async Task Two_who_were_offered_one_open_request_are_not_put_together(string? key, string? words)
    {
        var first = await CallsAgainAfterBeingCutOffAsync();
        var second = story.Calls();
        await second.HearsAsync("encore ouverte");
        first.Presses("1");
        await first.SeesAsync("queue sr-attente");

        if (key is null) second.Says(words!);
        else second.Presses(key);
        await second.SeesAsync("queue sr-attente");

        (await story.App.LookAsync(db => db.Handoffs.Select(h => h.ConversationId).Distinct().CountAsync())).Should().Be(2);
        (await story.App.LookAsync(db => db.PhoneCalls.Where(c => c.EndedAt == null).Select(c => c.ConversationId).Distinct().CountAsync())).Should().Be(2, "each has a conversation, in which one counsellor speaks with one citizen");
    }

    /// <summary>A request of the first call has a date; the second call is asked whether it goes on.</summary>
    private async Task<SimulatedCall> CallsAgainBeforeTheAgreedTimeAsync()
    {
        var first = await story.WaitsAsync();
        first.Drops();
        await first.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var conversation = (await story.HandoffAsync()).ConversationId;
        (await story.App.Get<AskCallBack>().RunAsync(conversation, PhoneStory.Citizen, story.Clock.GetUtcNow().AddDays(3), TestContext.Current.CancellationToken)).Should().BeNull();
        var second = story.Calls();
        await second.HearsAsync("encore ouverte");
        return second;
    }

    private async Task<SimulatedCall> CallsAgainAfterBeingCutOffAsync()
    {
        var first = story.Calls();
        await first.HearsAsync("tapez 0");
        first.Presses("0");
        await first.HearsAsync("Aucun conseiller n'est là");
        first.Presses("2");
        await first.HearsAsync("code postal");
        first.Presses("23000");
        await first.HearsAsync("L'espace le plus proche est");
        first.Drops();
        await first.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var second = story.Calls();
        await second.HearsAsync("encore ouverte");
        return second;
    }
}
