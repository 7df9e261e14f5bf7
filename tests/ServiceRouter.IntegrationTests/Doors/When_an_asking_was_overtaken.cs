using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A citizen pressed twice because the first answer did not come; the second was served while the first was still under way.</summary>
public sealed class When_an_asking_was_overtaken
{
    [Fact]
    public async Task It_leads_to_the_request_that_was_served_and_nobody_is_called_twice()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var late = new Asking { ConversationId = citizen.ConversationId }.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        var desk = await app.CounsellorComesAsync();
        var shown = await citizen.AsksForHumanAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);

        ReceiptCode.Print(taken.Handoff.Receipt).Should().Be(shown);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        (await app.Get<FollowHandoff>().RunAsync(late.Receipt, TestContext.Current.CancellationToken))!.State.Should().Be(HandoffState.Served);
    }

    [Fact]
    public async Task A_wish_to_be_called_soon_that_comes_after_a_later_promise_changes_nothing_and_says_nothing_untrue()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var now = TimeProvider.System.GetUtcNow();
        var late = Late(app, new Asking { ConversationId = citizen.ConversationId, CallBackNumber = "0199001234", Reason = Reasons.CallBack }, now);
        var at = WhenSomebodyAnswers(app, now.AddDays(1));
        (await app.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 56 78", at, Token)).Should().BeNull();

        await TakeAsync(app, [late, late]);

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.Receipt != late.Receipt);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("dès que possible"), Token))).Should().Be(0);
        (await app.LookAsync(db => db.Conversations.Select(c => c.CallBackNumber).SingleAsync(Token))).Should().Be("0199005678");
        (await app.Get<FollowHandoff>().RunAsync(late.Receipt, Token))!.State.Should().Be(HandoffState.Promised);
    }

    /// <summary>A machine that slept and did not reach its database yet gives it the time at which it fell asleep (docs/adr/0103).</summary>
    [Fact]
    public async Task One_of_a_node_whose_time_may_be_behind_is_a_new_wish()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var behind = TimeProvider.System.GetUtcNow();
        var desk = await app.CounsellorComesAsync();
        await citizen.AsksForHumanAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        var late = new Asking { ConversationId = citizen.ConversationId }.Identified(app.Get<ReceiptSeal>(), behind, mayBeBehind: true);

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);

        taken.Handoff.Receipt.Should().Be(late.Receipt);
        taken.Handoff.IsOpen.Should().BeTrue("whoever was served before has pressed again");
    }

    [Fact]
    public async Task A_press_that_stood_still_at_another_node_is_as_old_as_its_arrival()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        // The body begins when the node asks for it: the request has arrived.
        http.DefaultRequestHeaders.ExpectContinue = true;
        var key = $"cle={ConversationKey.New()}";
        using var still = new StillBody(key);
        var first = http.PostAsync("/humain", still, Token);
        await still.HasBegun;

        var shown = await PressAsync(new StringContent(key, new MediaTypeHeaderValue("application/x-www-form-urlencoded")));
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        still.GoOn();

        (await first).Headers.Location?.ToString().Should().Be(shown).And.StartWith("/demande/");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);

        async Task<string?> PressAsync(HttpContent form) => (await http.PostAsync("/humain", form, Token)).Headers.Location?.ToString();
    }

    [Fact]
    public async Task The_page_of_its_receipt_shows_both_receipts()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var late = new Asking { ConversationId = citizen.ConversationId }.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        var shown = await citizen.AsksForHumanAsync();
        await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        var page = await http.GetStringAsync($"/demande/{ReceiptCode.Print(late.Receipt)}", TestContext.Current.CancellationToken);

        page.Should().Contain(shown).And.Contain(ReceiptCode.Print(late.Receipt));
    }

    [Fact]
    public async Task A_call_back_that_was_wished_is_promised_all_the_same()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var late = Late(app, CallBackOf(citizen, now), now);
        var desk = await app.CounsellorComesAsync();
        await citizen.AsksForHumanAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);

        (taken.Handoff.State, taken.Handoff.Receipt).Should().Be((HandoffState.Promised, late.Receipt));
    }

    [Fact]
    public async Task A_call_back_for_which_nobody_wished_a_moment_is_answered_by_whoever_served_them_meanwhile()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var late = Late(app, CallBackOf(citizen, now) with { DateIsOurs = true }, now);
        var desk = await app.CounsellorComesAsync();
        var shown = await citizen.AsksForHumanAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, Token);

        ReceiptCode.Print(taken.Handoff.Receipt).Should().Be(shown);
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_back_and_then_a_wish_for_a_person_now_are_the_wish_for_now_in_whatever_order_they_are_taken(bool inOrder)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var callBack = Late(app, CallBackOf(citizen, now), now.AddMinutes(-5));
        var person = Late(app, new Asking { ConversationId = citizen.ConversationId }, now.AddMinutes(-4));

        await TakeAsync(app, inOrder ? [callBack, person] : [person, callBack]);

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        foreach (var receipt in new[] { callBack.Receipt, person.Receipt }) (await app.Get<FollowHandoff>().RunAsync(receipt, Token))!.State.Should().Be(HandoffState.Waiting, "each receipt leads to it");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wish_for_a_person_and_then_a_call_back_are_the_call_back(bool inOrder)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var person = Late(app, new Asking { ConversationId = citizen.ConversationId }, now.AddMinutes(-5));
        var callBack = Late(app, CallBackOf(citizen, now), now.AddMinutes(-4));

        await TakeAsync(app, inOrder ? [person, callBack] : [callBack, person]);

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Promised);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_text_messages_are_one_call_back_that_is_promised_once_in_whatever_order_they_are_taken(bool inOrder)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();
        HandoffAsked[] texts = [Late(app, Texted(now.AddMinutes(7)), now.AddMinutes(-5)), Late(app, Texted(now.AddMinutes(8)), now.AddMinutes(-4))];

        await TakeAsync(app, inOrder ? texts : [texts[1], texts[0]]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).State.Should().Be(HandoffState.Promised);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("rappel")))).Should().Be(1);
    }

    [Theory]
    [InlineData("SM1", 1)]
    [InlineData("SM2", 2)]
    public async Task A_text_message_that_came_by_another_door_and_was_answered_is_no_new_wish_when_the_provider_sends_it_again(string sentAgainAs, int requests)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();
        await TakeAsync(app, [Late(app, Texted(now.AddMinutes(7)) with { SentId = "SM1" }, now.AddMinutes(-5))]);
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync(Token));
        var desk = await app.CounsellorComesAsync();
        (await desk.ReceivesAsync(ReceiptCode.Print(handoff.Receipt))).Should().BeNull();
        (await desk.ClosesAsync(ReceiptCode.Print(handoff.Receipt))).Should().BeNull();

        (await app.Get<ReceiveActivity>().RunAsync(handoff.ConversationId, new CitizenActivity("je veux parler à un conseiller", null, sentAgainAs), Token)).Should().BeNull();

        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(requests);
    }

    /// <summary>The words were stored and served. Sent again, the attempt at the first door commits after nobody waited for it any more, and its copy comes by another door.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_that_were_served_make_no_request_by_a_second_asking_of_them_either(bool anotherAsking)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var desk = await app.CounsellorComesAsync();
        (await app.Get<ReceiveActivity>().RunAsync(citizen.ConversationId, new CitizenActivity("je veux parler à un conseiller", null, "a1", IsOfForm: true), Token)).Should().BeNull();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        var asking = new Asking { ConversationId = citizen.ConversationId, SentId = "a1", SentWords = "je veux parler à un conseiller" };
        var first = Late(app, asking, TimeProvider.System.GetUtcNow());
        var second = anotherAsking ? Late(app, asking, TimeProvider.System.GetUtcNow()) : first;

        await app.Get<TakeAsked>().RunAsync(first, receiptIsOut: anotherAsking, Token);
        await app.Get<TakeAsked>().RunAsync(second, receiptIsOut: true, Token);

        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);
        (await app.Get<FollowHandoff>().RunAsync(second.Receipt, Token))!.State.Should().Be(HandoffState.Served, "the receipt that is out leads to it");
    }

    [Fact]
    public async Task A_call_back_that_comes_late_undoes_no_appointment_that_was_made_since()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var late = Late(app, CallBackOf(citizen, now), now.AddMinutes(-5));
        var desk = await app.CounsellorComesAsync();
        await citizen.AsksForHumanAsync();
        var receipt = await desk.TakesNextAsync();
        (await app.Get<CommitHandoff>().RunAsync("conseiller1", receipt, CommitmentKind.Appointment, WhenSomebodyAnswers(app, now.AddDays(3)), note: null, number: null, seen: null, Token)).Should().BeNull();

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, Token);

        (taken.Handoff.State, taken.Handoff.Commitment).Should().Be((HandoffState.Promised, CommitmentKind.Appointment));
        (await citizen.ReadsAsync())[^1].Text.Should().Contain("n'est pas retenu");
    }

    [Fact]
    public async Task Whoever_asks_on_the_page_of_a_receipt_that_is_still_on_its_way_has_one_request()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();
        var first = Late(app, Asking.By(ConversationKey.New()), now.AddMinutes(-5));
        // From another device: nothing but the receipt tells that it is the same citizen.
        var again = Late(app, Asking.By(ConversationKey.New()) with { ShownReceipt = first.Receipt }, now);

        await TakeAsync(app, [again, first]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Receipt.Should().Be(again.Receipt);
        (await app.Get<FollowHandoff>().RunAsync(first.Receipt, Token))!.State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task A_moment_that_has_passed_meanwhile_is_promised_to_nobody_and_takes_no_offer_away()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        var offer = await desk.SeesOfferAsync();
        var now = TimeProvider.System.GetUtcNow();
        var late = Late(app, CallBackOf(citizen, now), now.AddHours(-2)) with { CallBackAt = now.AddMinutes(-30) };

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, Token);

        (taken.Handoff.State, taken.Handoff.OfferId, taken.Handoff.DueAt).Should().Be((HandoffState.Offered, offer.Id, null));
        var read = await citizen.ReadsAsync();
        read.Should().NotContain(a => a.Text!.Contains("rappellera"));
        read[^1].Text.Should().Contain("Un conseiller vous appelle dès que possible");
        (await app.LookAsync(db => db.Conversations.SingleAsync(c => c.Id == citizen.ConversationId))).CallBackNumber.Should().Be(late.CallBackNumber);
    }

    [Fact]
    public async Task What_only_the_first_of_them_carried_is_not_lost()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();
        var first = Late(app, Asking.By(ConversationKey.New()) with { CallBackNumber = "0199001234", CallBackAt = now.AddDays(1), RefusesAssistant = true, Distress = DistressWords.Named("Danger") }, now.AddMinutes(-5));
        var again = Late(app, Asking.By(ConversationKey.New()) with { ShownReceipt = first.Receipt }, now);

        await TakeAsync(app, [again, first, first]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.Rank == HandoffRank.Distress && h.State == HandoffState.Waiting);
        (await app.LookAsync(db => db.Conversations.SingleAsync())).Should().Match<Conversation>(c => c.RefusesAssistant && c.CallBackNumber == "0199001234");
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("n'est pas retenu")))).Should().Be(1, "it is told once, and a copy changes nothing");
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("passe avant les autres")))).Should().Be(1);
    }

    [Fact]
    public async Task A_call_back_that_was_asked_for_again_is_promised_once_and_not_called_off()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var (first, again) = (Late(app, CallBackOf(citizen, now), now.AddHours(-1)), Late(app, CallBackOf(citizen, now), now));

        await TakeAsync(app, [again, first]);

        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        (await citizen.ReadsAsync()).Should().NotContain(a => a.Text!.Contains("n'est pas retenu"));
    }

    [Theory]
    [InlineData(true, HandoffState.Promised)]
    [InlineData(false, HandoffState.Waiting)]
    public async Task Thanks_for_a_date_that_come_late_keep_it_and_a_wish_gives_it_up(bool thanks, HandoffState state)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var promised = Late(app, CallBackOf(citizen, now), now.AddMinutes(-5));
        var words = app.Get<HearWish>().ForHuman(thanks ? "J'attends votre appel" : "je veux un conseiller maintenant", null);
        var late = Late(app, new Asking { ConversationId = citizen.ConversationId }.With(words), now.AddMinutes(-4));

        await TakeAsync(app, [promised, late, late]);

        (await citizen.HandoffAsync()).State.Should().Be(state);
        if (thanks) (await citizen.ReadsAsync()).Where(a => a.Text!.Contains("est maintenu")).Should().ContainSingle();
        (await app.Get<FollowHandoff>().RunAsync(late.Receipt, Token))!.State.Should().Be(state);
    }

    [Fact]
    public async Task Thanks_of_whoever_has_no_date_ask_for_a_person()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var late = Late(app, Asking.By(ConversationKey.New()).With(app.Get<HearWish>().ForHuman("J'attends votre appel", null)), TimeProvider.System.GetUtcNow());

        await TakeAsync(app, [late]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task Danger_that_was_told_before_a_date_was_wished_and_comes_after_it_waits_for_no_date()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var danger = Late(app, new Asking { ConversationId = citizen.ConversationId, Distress = DistressWords.Named("Danger") }, now.AddMinutes(-5));
        var callBack = Late(app, CallBackOf(citizen, now), now.AddMinutes(-4));

        await TakeAsync(app, [callBack, danger]);

        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && h.Rank == HandoffRank.Distress);
    }

    [Fact]
    public async Task Danger_by_text_message_waits_for_no_date_and_keeps_the_offer_that_is_out()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        var now = TimeProvider.System.GetUtcNow();

        await TakeAsync(app, [Late(app, Texted(now.AddMinutes(2)) with { Distress = DistressWords.Named("Danger") }, now)]);
        var offer = await desk.SeesOfferAsync();
        await TakeAsync(app, [Late(app, Texted(now.AddMinutes(3)) with { Distress = DistressWords.Named("Suicide") }, now.AddSeconds(1))]);

        (await desk.AcceptsAsync(offer.Id)).Should().BeNull("the offer is still out");
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.State == HandoffState.WithCounsellor && h.Rank == HandoffRank.Distress);
        (await app.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be("+33611223344", "a person can ring");
    }

    [Fact]
    public async Task Danger_by_text_message_that_comes_after_a_date_was_agreed_waits_for_no_date()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();
        await TakeAsync(app, [Late(app, Texted(now.AddMinutes(2)), now.AddMinutes(-5))]);
        var danger = Late(app, Texted(now.AddMinutes(3)) with { Distress = DistressWords.Named("Danger") }, now.AddMinutes(-4));
        var desk = await app.CounsellorComesAsync();
        var receipt = ReceiptCode.Print((await app.LookAsync(db => db.Handoffs.SingleAsync())).Receipt);
        (await desk.ReceivesAsync(receipt)).Should().BeNull();
        (await app.Get<CommitHandoff>().RunAsync(desk.Id, receipt, CommitmentKind.Appointment, WhenSomebodyAnswers(app, now.AddDays(3)), note: null, number: null, seen: null, Token)).Should().BeNull();

        await TakeAsync(app, [danger]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.State != HandoffState.Promised && h.Rank == HandoffRank.Distress);
    }

    /// <summary>Its words took the way through a door because the turn failed: the counsellor who closed meanwhile never saw them.</summary>
    [Fact]
    public async Task Danger_that_nobody_read_before_the_end_is_a_request_and_is_told_its_numbers()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        var receipt = await desk.TakesNextAsync();
        var danger = Late(app, new Asking { ConversationId = citizen.ConversationId, Distress = DistressWords.Named("Danger") }, TimeProvider.System.GetUtcNow());
        (await desk.ClosesAsync(receipt)).Should().BeNull();

        await TakeAsync(app, [danger, danger]);

        var handoffs = await app.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).ToListAsync());
        handoffs.Select(h => (h.State, h.Rank)).Should().Equal((HandoffState.Served, HandoffRank.Ordinary), (handoffs[^1].State, HandoffRank.Distress));
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.Text!.Contains("112")))).Should().Be(1);
    }

    [Fact]
    public async Task Danger_that_was_heard_before_the_end_is_no_second_request()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        var receipt = await desk.TakesNextAsync();
        var danger = Late(app, new Asking { ConversationId = citizen.ConversationId, Distress = DistressWords.Named("Danger") }, TimeProvider.System.GetUtcNow());
        await citizen.SaysAsync("au secours il y a le feu dans ma cuisine");
        (await desk.ClosesAsync(receipt)).Should().BeNull();

        await TakeAsync(app, [danger]);

        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Nobody_asks_in_time_to_come()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var now = TimeProvider.System.GetUtcNow();

        await TakeAsync(app, [Late(app, Asking.By(ConversationKey.New()), now.AddHours(2))]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).AskedAt.Should().BeBefore(now.AddHours(1), "else it stands behind all who ask until then");
    }

    [Fact]
    public async Task Whoever_asks_after_the_end_has_a_new_request()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        await citizen.AsksForHumanAsync();

        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(2);
    }

    // No appointment is made for a holiday, and any day may be one.
    private static DateTimeOffset WhenSomebodyAnswers(RouterApp app, DateTimeOffset from) => app.Get<IServiceHours>().FirstFrom(null, from);

    private static Asking CallBackOf(Citizen citizen, DateTimeOffset now) => new() { ConversationId = citizen.ConversationId, CallBackNumber = "0199001234", CallBackAt = now.AddDays(1) };

    private static Asking Texted(DateTimeOffset at) => new() { ConversationId = MassTransit.NewId.NextGuid(), Channel = ChannelName.Sms, CallBackNumber = "+33611223344", CallBackAt = at };

    private static HandoffAsked Late(RouterApp app, Asking asking, DateTimeOffset at) => asking.Identified(app.Get<ReceiptSeal>(), at);

    private static async Task TakeAsync(RouterApp app, HandoffAsked[] asked)
    {
        foreach (var one in asked) await app.Get<TakeAsked>().RunAsync(one, receiptIsOut: true, Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A form whose first byte is sent, and the rest when it is told.</summary>
    private sealed class StillBody : HttpContent
    {
        private readonly byte[] bytes;
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StillBody(string form)
        {
            bytes = Encoding.ASCII.GetBytes(form);
            Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        public Task HasBegun => begun.Task;

        public void GoOn() => goesOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 1), Token);
            await stream.FlushAsync(Token);
            begun.SetResult();
            await goesOn.Task;
            await stream.WriteAsync(bytes.AsMemory(1), Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
