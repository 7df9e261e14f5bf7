using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The wait on the line: place and range without chatter, and the ways out that keep the place.</summary>
public sealed class When_a_caller_waits : IAsyncLifetime
{
    private const string Mobile = "+33639981234";

    private PhoneStory story = null!;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task The_place_is_said_when_it_gets_better_or_each_minute_and_not_in_between()
    {
        var ahead = await WaitsAsync("+33199001111");
        await story.PassAsync(2);
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("place 2");
        await story.PassAsync(45);
        PhoneStory.Times(call, "place 2").Should().Be(1, "nothing has changed");

        await story.PassAsync(30);
        PhoneStory.Times(call, "place 2").Should().Be(2, "a minute has passed");

        ahead.Presses("1");
        await ahead.HearsAsync("choisir plutôt le moment");
        ahead.HangsUp();
        await ahead.EndsAsync();
        var first = await story.App.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).FirstAsync());
        await story.App.Get<WithdrawHandoff>().RunAsync(first.Receipt, TestContext.Current.CancellationToken);
        await story.PassAsync(12);

        await call.HearsAsync("Aucun conseiller n'est là");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_finds_the_queue_of_the_provider_full_hears_the_place_and_has_the_keys()
    {
        await WaitsAsync("+33199001111");
        await story.PassAsync(2);
        story.Network.Queues.Named("sr-attente")!.MaxSize = 1;
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("place 2");
        await call.HearsAsync("rappelé sans perdre votre place");
        await story.PassAsync(35);
        call.Transcript.Lines.Count(line => line.Text == "nothing was said").Should().BeInRange(3, 4, "it is tried again every ten seconds");
        PhoneStory.Times(call, "place 2").Should().Be(1, "nothing has changed");

        call.Presses("2");
        await call.HearsAsync("code postal");
        await story.PassAsync(16);
        call.Status.Should().Be("in-progress", "whoever types nothing waits on");
        call.Presses("1");
        await call.HearsAsync("choisir plutôt le moment");
        await story.PassAsync(16);
        (await call.EndsAsync()).Should().Be("completed");
        (await story.App.LookAsync(db => db.Conversations.CountAsync(c => c.CallBackNumber == PhoneStory.Citizen))).Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_found_the_queue_of_the_provider_full_comes_into_it_when_there_is_room()
    {
        var first = await WaitsAsync("+33199001111");
        story.Network.Queues.Named("sr-attente")!.MaxSize = 1;
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("rappelé sans perdre votre place");

        first.HangsUp();
        await first.EndsAsync();
        await story.PassAsync(12);

        await call.SeesAsync("queue sr-attente");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task One_calls_back_and_the_place_is_kept()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        var asked = await story.HandoffAsync();
        await call.HearsAsync("tapez 1");
        story.Network.Faults.Twice("/wait/key");
        call.Presses("1");

        await call.HearsAsync("vous gardez votre place");
        await call.HearsAsync(ReadAloud.Spell(ReceiptCode.Print(asked.Receipt), "fr"));
        await call.HearsAsync("choisir plutôt le moment");
        await story.PassAsync(16);
        (await call.EndsAsync()).Should().Be("completed", "whoever says nothing more is called back as soon as possible");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.AskedAt, handoff.Version).Should().Be((HandoffState.Waiting, asked.AskedAt, asked.Version), "it has not moved in the queue");
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("vous rappelle")))).Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("words")]
    public async Task Whoever_is_called_back_may_say_when_and_agrees_before_it_counts(string by)
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await IsAskedWhenAsync(call);
        call.Says("quand ça vous arrange");
        await call.HearsAsync("pas compris ce moment");
        call.Says("demain à six heures du matin");
        await call.HearsAsync("de 8 heures 30 à 18 heures 30");
        call.Says("demain à neuf heures");
        await call.HearsAsync("mercredi 10 mars à 9 h 00");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting, "nothing is promised before a yes");
        call.Presses("2");
        await EventuallyHeardAsync(call, "Dites quand", 4);
        if (by == "keys") call.Presses("1430");
        else call.Says("cet après-midi à deux heures et demie");
        await call.HearsAsync("mardi 9 mars à 14 h 30");
        if (by == "keys") call.Presses("1");
        else call.Says("oui");

        await call.HearsAsync("Un conseiller vous rappelle le mardi 9 mars à 14 h 30");
        (await call.EndsAsync()).Should().Be("completed");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.Commitment, handoff.DueAt).Should().Be((HandoffState.Promised, CommitmentKind.CallBack, new DateTimeOffset(2027, 3, 9, 13, 30, 0, TimeSpan.Zero)));
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_moment_that_is_near_is_told_as_what_it_is()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await IsAskedWhenAsync(call);
        call.Says("dans une heure");
        await call.HearsAsync("à votre place dans la file");
        call.Presses("1");

        await call.HearsAsync("Un conseiller vous rappelle à partir du mardi 9 mars à 12 h");
        (await call.EndsAsync()).Should().Be("completed");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_moment_that_passes_before_it_is_agreed_to_is_told_as_passed()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await IsAskedWhenAsync(call);
        call.Says("dans une minute");
        await call.HearsAsync("à partir du");
        var line = await story.App.LookAsync(db => db.PhoneCalls.Select(c => new CallerLine(c.Id, c.Number, "fr")).SingleAsync());
        await story.App.LookAsync(db => db.PhoneCalls.ExecuteUpdateAsync(set => set.SetProperty(c => c.QuestionAbout, story.Clock.GetUtcNow().AddSeconds(-1).ToString("O", CultureInfo.InvariantCulture))));

        var answer = await story.App.Get<CallBackInstead>().AgreeAsync(line, new Channels.Phone.Heard("1", null, null), TestContext.Current.CancellationToken);

        answer!.Lines[0].Should().Contain("Ce moment est passé");
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("1", "0")]
    [InlineData("1", "un conseiller")]
    [InlineData("1", "demain à neuf heures; je veux parler à quelqu'un")]
    public async Task Whoever_was_to_be_called_back_and_wants_a_person_now_stays_on_the_line(string key, string? then)
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        call.Presses("1");
        await call.HearsAsync("Pour rester en ligne, tapez 0");
        call.Presses(key);
        foreach (var act in then?.Split("; ") ?? [])
        {
            await call.HearsAsync(act == then ? "Dites quand" : act.StartsWith("demain", StringComparison.Ordinal) ? "Dites quand" : "mercredi 10 mars");
            if (act == "0") call.Presses(act);
            else call.Says(act);
        }
        if (then == "0") await story.PassAsync(16);

        await call.HearsAsync("Vous gardez votre place");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        call.Status.Should().Be("in-progress");
        PhoneStory.Times(call, "Au revoir").Should().Be(0);
        var desk = await story.ComesAsync(PhoneStory.Nadia, PhoneStory.NadiasPhone);
        await desk.TakesNextAsync();
        await PhoneStory.TakesTheCallAsync(await story.NextRingAsync(PhoneStory.NadiasPhone));
        await story.PassUntilAsync(() => call.Transcript.ToString().Contains("conference", StringComparison.Ordinal));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Danger_that_is_told_instead_of_a_moment_hears_the_numbers_and_goes_first()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await IsAskedWhenAsync(call);
        call.Says("j'ai envie d'en finir");

        await call.HearsAsync("3, 1, 1, 4");
        (await story.HandoffAsync()).Should().BeEquivalentTo(new { State = HandoffState.Waiting, Rank = HandoffRank.Distress });
    }

    [Fact]
    public async Task Two_dangers_that_are_told_at_the_same_question_are_both_read_by_whoever_takes_the_request()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await IsAskedWhenAsync(call);
        call.Says("j'ai envie d'en finir");
        await call.HearsAsync("3, 1, 1, 4");
        await story.PassAsync(2);
        call.Presses("1");
        await call.HearsAsync("choisir plutôt le moment");
        call.Presses("1");
        await call.HearsAsync("Dites quand");
        story.Network.Faults.Twice("/moment");
        call.Says("mon mari me frappe");
        await call.HearsAsync("3, 9, 1, 9");
        await story.Network.SettledAsync();

        (await story.App.LookAsync(db => db.Activities.Where(a => a.Author == Author.Citizen && a.ClientId != null).OrderBy(a => a.Number).Select(a => a.Text).ToListAsync()))
            .Should().Equal("j'ai envie d'en finir", "mon mari me frappe");
    }

    [Fact]
    public async Task Danger_that_is_told_instead_of_a_moment_without_the_database_hears_the_numbers_and_goes_first()
    {
        await using var own = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Doors:DatabaseTimeout=00:00:02");
        var call = await own.WaitsAsync();
        await IsAskedWhenAsync(call);
        own.App.Get<ClosableDatabase>().Close();
        call.Says("j'ai envie d'en finir");

        await call.HearsAsync("3, 1, 1, 4");
        own.App.Get<ClosableDatabase>().Open();
        await own.PassUntilAsync(() => own.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.Rank == HandoffRank.Distress)));
        (await own.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task Between_two_words_on_the_place_a_waiting_caller_is_told_to_stay()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        await story.PassAsync(45);

        PhoneStory.Times(call, "Vous êtes toujours en attente").Should().Be(1, "a line without a sound is taken for dead");
        PhoneStory.Times(call, "tapez 2").Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("+266696687")]
    public async Task A_hidden_caller_types_the_number(string from)
    {
        var call = await WaitsAsync(from);
        call.Transcript.Lines.Should().NotContain(line => line.Text.Contains("par SMS"), "there is no number to send one to");
        await call.HearsAsync("tapez 1");
        call.Presses("1");
        await call.HearsAsync("dix chiffres");
        call.Presses("0199");
        await story.PassAsync(16);
        await call.HearsAsync("pas reconnu");
        call.Presses("0199005566");

        await call.HearsAsync("vous gardez votre place");
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be("0199005566");
    }

    [Theory]
    [InlineData("+266696687")]
    [InlineData("+464")]
    public async Task Two_hidden_callers_are_two(string from)
    {
        var first = await WaitsAsync(from);
        first.Drops();
        await first.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var second = await WaitsAsync(from);

        PhoneStory.Times(second, "encore ouverte").Should().Be(0, "it is another caller's");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(2);
    }

    [Fact]
    public async Task Two_tells_the_nearest_space_with_its_hours_and_the_wait_goes_on()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 2");
        call.Presses("2");
        await call.HearsAsync("code postal");
        call.Presses("23000");

        await call.HearsAsync("L'espace le plus proche est");
        await call.HearsAsync("lundi");
        await call.HearsAsync("à vérifier");
        (await story.HandoffAsync()).Should().BeEquivalentTo(new { State = HandoffState.Waiting, Territory = "23" }, "counsellors nearby are asked first from now on");
        call.Presses("2");
        await call.HearsAsync("L'espace le plus proche est");
        call.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task Three_sends_the_receipt_in_one_part_and_once_though_the_webhook_comes_twice()
    {
        var call = await WaitsAsync(Mobile);
        await call.HearsAsync("tapez 3");
        story.Network.Faults.Twice("/wait/key");
        call.Presses("3");

        var text = await story.Network.Messages.ReceivesAsync(Mobile, ReceiptCode.Print((await story.HandoffAsync()).Receipt));
        (text.From, text.Segments).Should().Be((PhoneStory.SmsNumber, 1));
        await call.HearsAsync("récépissé part par SMS");
        call.Status.Should().Be("in-progress");
        story.Network.Messages.All.Should().ContainSingle();
    }

    [Fact]
    public async Task A_provider_that_takes_its_time_keeps_nobody_waiting_and_what_did_not_leave_is_said_in_the_wait()
    {
        var call = await WaitsAsync(Mobile);
        await call.HearsAsync("tapez 3");
        // It is asked again and again before it is given up.
        story.Network.Faults.TooManyRequests(count: 20);
        call.Presses("3");

        await call.HearsAsync("récépissé part par SMS");
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.ReceiptSentAt == null)));
        await story.PassAsync(12);
        await call.HearsAsync("n'est peut-être pas parti");
        await story.PassAsync(12);
        PhoneStory.Times(call, "n'est peut-être pas parti").Should().Be(1);
        PhoneStory.Times(call, "du mal à joindre").Should().Be(0);
        story.Network.Messages.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_landline_is_offered_no_message()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 2");
        call.Presses("3");

        await call.HearsAsync("Je ne peux pas envoyer de SMS à ce numéro");
        PhoneStory.Times(call, "tapez 3").Should().Be(0);
        story.Network.Messages.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_number_that_costs_more_than_a_call_is_not_kept_and_the_wait_goes_on()
    {
        var call = await WaitsAsync("anonymous");
        await call.HearsAsync("tapez 1");
        call.Presses("1");
        await call.HearsAsync("dix chiffres");
        call.Presses("0899123456");
        await call.HearsAsync("Nous ne pouvons pas rappeler ce numéro");
        await story.PassAsync(28);

        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().BeNull();
        call.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task Whoever_shows_a_number_that_costs_more_than_a_call_and_hangs_up_is_not_rung()
    {
        var call = await WaitsAsync("+33899123456");
        call.HangsUp();
        await call.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");

        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().BeNull();
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting, "the request is made all the same");
    }

    [Fact]
    public async Task Star_says_the_receipt_again()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        call.Presses("*");

        await call.HearsAsync(ReadAloud.Spell(ReceiptCode.Print((await story.HandoffAsync()).Receipt), "fr"));
    }

    [Fact]
    public async Task Whoever_is_cut_off_keeps_the_request_and_leaves_the_number_to_the_counsellor()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        call.Drops();
        await call.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Conversations.AnyAsync(c => c.CallBackNumber == PhoneStory.Citizen)), "the number is left");

        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task A_request_that_was_withdrawn_elsewhere_ends_the_wait_with_a_word()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        await story.App.Get<WithdrawHandoff>().RunAsync((await story.HandoffAsync()).Receipt, TestContext.Current.CancellationToken);
        await story.PassAsync(12);

        await call.HearsAsync("Votre demande est terminée");
        await call.HearsAsync("tapez 0");
        await story.PassAsync(16);
        (await call.EndsAsync()).Should().Be("completed", "whoever says nothing more has heard it");
    }

    [Fact]
    public async Task Whoever_waits_when_the_request_ends_is_one_key_away_from_a_person()
    {
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        await story.App.Get<WithdrawHandoff>().RunAsync((await story.HandoffAsync()).Receipt, TestContext.Current.CancellationToken);
        await story.PassAsync(12);
        await call.HearsAsync("Votre demande est terminée");

        call.Presses("0");

        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)), "a person is asked for anew");
        await EventuallyHeardAsync(call, "est enregistrée", times: 2);
        await story.PassAsync(12);
        call.Status.Should().Be("in-progress");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_waits_when_a_date_is_promised_may_have_a_person_now_all_the_same()
    {
        var desk = await story.ComesAsync();
        var call = await WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        var conversation = (await story.HandoffAsync()).ConversationId;
        (await story.App.Get<AskCallBack>().RunAsync(conversation, "01 99 00 12 34", story.Clock.GetUtcNow().AddHours(2), TestContext.Current.CancellationToken)).Should().BeNull();
        await story.PassAsync(12);
        await call.HearsAsync("Un conseiller vous rappelle");
        await call.HearsAsync("tapez 0");

        call.Presses("0");

        await call.HearsAsync("Ce qui était convenu pour plus tard est annulé");
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Offered && h.CounsellorId == desk.Id)));
        call.Status.Should().Be("in-progress");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_wants_a_person_before_a_date_gets_one_also_where_the_database_is_slow_to_give_it_up()
    {
        await using var own = await PhoneStory.StartAsync("--Phone:AnswerWithin=00:00:02", "--Doors:DatabaseTimeout=00:00:02");
        var call = await own.WaitsAsync(PhoneStory.Citizen);
        await call.HearsAsync("tapez 1");
        (await own.App.Get<AskCallBack>().RunAsync((await own.HandoffAsync()).ConversationId, "01 99 00 12 34", own.Clock.GetUtcNow().AddHours(2), TestContext.Current.CancellationToken)).Should().BeNull();
        await own.PassAsync(12);
        await call.HearsAsync("Un conseiller vous rappelle");
        await call.HearsAsync("tapez 0");
        var (isHeld, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var held = own.App.Get<Transactions>().RunAsync(
            (_, _) =>
            {
                isHeld.TrySetResult();
                return release.Task;
            }, TestContext.Current.CancellationToken);
        await isHeld.Task;
        call.Presses("0");
        await call.HearsAsync("du mal à joindre");
        release.SetResult();
        await held;

        await own.PassUntilAsync(() => own.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)));
        (await own.HandoffAsync()).Channel.Should().Be(ChannelName.Phone, "it is the one request");
        call.Status.Should().Be("in-progress");
    }

    private Task<SimulatedCall> WaitsAsync(string from) => story.WaitsAsync(from);

    /// <summary>Somebody who waits chooses to be called back, and when.</summary>
    private static async Task IsAskedWhenAsync(SimulatedCall call)
    {
        await call.HearsAsync("tapez 1");
        call.Presses("1");
        await call.HearsAsync("choisir plutôt le moment");
        call.Presses("1");
        await call.HearsAsync("Dites quand");
    }

    private static Task EventuallyHeardAsync(SimulatedCall call, string words, int times) =>
        Eventually.HoldsAsync(() => Task.FromResult(PhoneStory.Times(call, words) >= times), $"{words} was heard {times} times");
}
