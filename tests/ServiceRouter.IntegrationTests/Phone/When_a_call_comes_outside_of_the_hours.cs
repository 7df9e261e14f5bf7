using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.Platform;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Still a request, with a dated commitment (never a machine that says "call again").</summary>
public sealed class When_a_call_comes_outside_of_the_hours : IAsyncLifetime
{
    private const string Suicide = "3114";

    private PhoneStory story = null!;

    // It is Tuesday, 11:00 in Paris.
    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync("--Hours:Tuesday=14:00 - 18:00", "--Hours:Wednesday=09:00 - 12:00");

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Theory]
    [InlineData("0", null)]
    [InlineData(null, "je voudrais un conseiller")]
    public async Task The_caller_hears_when_somebody_calls_back_and_the_receipt(string? key, string? words)
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        if (key is null) call.Says(words!);
        else call.Presses(key);

        await call.HearsAsync("mardi 9 mars à 14 h 00");
        var handoff = await story.HandoffAsync();
        (await call.EndsAsync()).Should().Be("completed");
        PhoneStory.Times(call, ReadAloud.Spell(ReceiptCode.Print(handoff.Receipt), "fr")).Should().Be(2);
        (handoff.State, handoff.Commitment, handoff.DueAt).Should().Be((HandoffState.Promised, CommitmentKind.CallBack, story.Clock.GetUtcNow().Date.AddHours(13)));
        var view = (await story.App.Get<FollowHandoff>().RunAsync(handoff.Receipt, TestContext.Current.CancellationToken))!;
        RequestStatus.Of(view, place: null).Title.Should().StartWith("Un conseiller vous rappellera à partir du mardi 9 mars", "sixty may be called back from then on");
        StandWords.Of(view, (name, values) => Texts.Say(name, "fr", values), "fr")[^1].Should().Contain("à partir du mardi 9 mars");
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData(null, "je voudrais un conseiller")]
    public async Task A_caller_from_Martinique_is_called_back_when_they_open_there(string? key, string? words)
    {
        var call = story.Calls("+596696123456");
        await call.HearsAsync("tapez 0");
        if (key is null) call.Says(words!);
        else call.Presses(key);

        await call.HearsAsync("mardi 9 mars à 14 h 00 (heure de Martinique)");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.DueAt, handoff.AskedTerritory).Should().Be((HandoffState.Promised, story.Clock.GetUtcNow().Date.AddHours(18), "972"));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_from_La_Reunion_waits_while_it_is_open_there()
    {
        // Eleven in the morning in Paris is two in the afternoon there.
        var call = story.Calls("+262692123456");
        await call.HearsAsync("tapez 0");
        call.Presses("0");

        await call.SeesAsync("queue sr-attente");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_wrote_before_them_is_served_before_them_when_the_counsellors_are_back()
    {
        var earlier = await story.App.CitizenComesAsync(asksNow: true);
        story.Clock.Advance(TimeSpan.FromMinutes(5));
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.EndsAsync();

        story.Clock.Advance(TimeSpan.FromHours(3));
        await story.App.TimeMovesAsync();
        var desk = await story.App.CounsellorComesAsync(capacity: 1);

        (await desk.TakesNextAsync()).Should().Be(ReceiptCode.Print((await earlier.HandoffAsync()).Receipt), "the channel never changes the place");
        var called = await story.App.LookAsync(db => db.Handoffs.SingleAsync(h => h.Channel == ChannelName.Phone));
        (called.State, called.AtHead).Should().Be((HandoffState.Waiting, false));
        (await story.App.LookAsync(db => db.Activities.Where(a => a.ConversationId == called.ConversationId).OrderByDescending(a => a.Number).Select(a => a.Text).FirstAsync())).Should().Contain("selon son ancienneté");
    }

    [Theory]
    [InlineData("0", null, HandoffRank.Ordinary)]
    [InlineData(null, "il me frappe, venez vite", HandoffRank.Distress)]
    public async Task A_counsellor_who_has_stayed_takes_whoever_calls_now(string? key, string? words, HandoffRank rank)
    {
        var desk = await story.App.CounsellorComesAsync();
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        if (key is null) call.Says(words!);
        else call.Presses(key);

        await desk.TakesNextAsync();
        await call.SeesAsync("queue sr-attente");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.Rank, handoff.DueAt).Should().Be((HandoffState.WithCounsellor, rank, null));
    }

    [Fact]
    public async Task Whoever_is_in_distress_hears_the_numbers_before_the_date()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Says("j'ai envie d'en finir");

        await call.HearsAsync(Suicide);
        await call.HearsAsync("mardi 9 mars à 14 h 00");
        (await story.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task Distress_in_answer_to_whether_the_open_request_goes_on_is_heard_by_that_request()
    {
        await using var evening = await WaitsIntoTheEveningAsync(PhoneStory.Citizen);
        var second = await IsCutOffAndCallsAgainAsync(evening);
        second.Says("j'ai envie d'en finir");

        await second.HearsAsync(Suicide);
        (await evening.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task A_caller_on_a_socket_is_promised_a_call_like_any_other()
    {
        await using var relayed = await PhoneStory.StartAsync("--Twilio:Relay=true", "--Hours:Tuesday=14:00 - 18:00", "--Hours:Wednesday=09:00 - 12:00");
        var call = relayed.Calls();
        await call.SeesAsync("relay");
        await call.HearsAsync("tapez 0");
        call.Presses("0");

        await call.HearsAsync("mardi 9 mars à 14 h 00");
        (await call.EndsAsync()).Should().Be("completed");
        var handoff = await relayed.HandoffAsync();
        (handoff.State, handoff.DueAt).Should().Be((HandoffState.Promised, relayed.Clock.GetUtcNow().Date.AddHours(13)));
        (await relayed.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        relayed.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("+266696687")]
    public async Task A_hidden_caller_types_the_number_to_be_called_at(string from)
    {
        var call = story.Calls(from);
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("mardi 9 mars");
        await call.HearsAsync("dix chiffres");
        call.Presses("0199005566");

        await call.HearsAsync("vous rappelle");
        await call.EndsAsync();
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be("0199005566");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_writes_a_text_message_is_told_the_same_moment()
    {
        await story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "PLACE");

        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "à partir du mardi 9 mars à 14 h 00");
    }

    [Fact]
    public async Task A_hidden_caller_who_types_nothing_keeps_the_request()
    {
        var call = story.Calls("anonymous");
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("dix chiffres");
        await story.PassUntilAsync(() => PhoneStory.Times(call, "dix chiffres") == 2);
        call.Status.Should().Be("in-progress");
        await story.PassUntilAsync(() => PhoneStory.Times(call, "Votre demande reste enregistrée") == 1);

        (await call.EndsAsync()).Should().Be("completed");
        PhoneStory.Times(call, "dix chiffres").Should().Be(2, "it is asked for once more, and no more");
        PhoneStory.Times(call, "Au revoir").Should().Be(1);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hidden_caller_who_types_a_number_when_asked_again_is_called_there()
    {
        var call = story.Calls("anonymous");
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("dix chiffres");
        await story.PassUntilAsync(() => PhoneStory.Times(call, "dix chiffres") == 2);
        call.Presses("0199005566");

        await call.HearsAsync("vous rappelle");
        await call.EndsAsync();
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Promised);
    }

    [Fact]
    public async Task Whoever_calls_from_a_number_that_costs_more_than_a_call_types_another()
    {
        var call = story.Calls("+33899123456");
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("dix chiffres");

        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task Whoever_waits_when_the_hours_end_is_called_at_the_next_opening()
    {
        await using var evening = await WaitsIntoTheEveningAsync(PhoneStory.Citizen);
        var call = evening.Network.Calls.Single();
        await call.HearsAsync("Un conseiller vous rappelle à ce numéro à partir du mercredi 10 mars à 9 h 00");
        call.Status.Should().Be("in-progress");
        await evening.PassAsync(16);

        (await call.EndsAsync()).Should().Be("completed");
        var handoff = await evening.HandoffAsync();
        (handoff.State, handoff.Commitment, handoff.DueAt).Should().Be((HandoffState.Promised, CommitmentKind.CallBack, new DateTimeOffset(2027, 3, 10, 8, 0, 0, TimeSpan.Zero)));
        (await evening.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        evening.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_wants_to_stay_on_the_line_stays_and_is_told_for_whom()
    {
        await using var evening = await WaitsIntoTheEveningAsync(PhoneStory.Citizen);
        var call = evening.Network.Calls.Single();
        await call.HearsAsync("Pour rester en ligne malgré tout, tapez 0");
        call.Presses("0");
        await call.HearsAsync("Ils répondent à partir du mercredi 10 mars à 9 h 00");
        await evening.PassAsync(75);

        PhoneStory.Times(call, "Ils répondent à partir du mercredi 10 mars à 9 h 00").Should().Be(2, "a minute has passed");
        (await evening.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        call.Presses("1");
        await call.HearsAsync("Un conseiller vous rappelle à ce numéro à partir du mercredi 10 mars");
        (await evening.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        evening.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_hidden_caller_who_waits_when_the_hours_end_is_asked_for_a_number_and_may_stay()
    {
        await using var evening = await WaitsIntoTheEveningAsync("anonymous");
        var call = evening.Network.Calls.Single();
        await call.HearsAsync("dix chiffres");
        await evening.PassAsync(45);
        call.Status.Should().Be("in-progress");
        PhoneStory.Times(call, "dix chiffres").Should().Be(1, "it is not asked in each round");
        while (PhoneStory.Times(call, "dix chiffres") < 2) await evening.PassAsync(1);
        call.Presses("0199005566");

        await call.HearsAsync("vous rappelle");
        await call.EndsAsync();
        (await evening.HandoffAsync()).State.Should().Be(HandoffState.Promised);
    }

    [Fact]
    public async Task While_a_counsellor_is_still_there_the_wait_goes_on()
    {
        await using var evening = await WaitsIntoTheEveningAsync(PhoneStory.Citizen, story => story.App.CounsellorComesAsync());
        var call = evening.Network.Calls.Single();
        await evening.PassAsync(60);

        PhoneStory.Times(call, "tapez 0").Should().Be(1, "only at the beginning of the call");
        call.Status.Should().Be("in-progress");
        call.Presses("1");
        await call.HearsAsync("choisir plutôt le moment");
        (await evening.HandoffAsync()).State.Should().Be(HandoffState.Waiting, "a counsellor is there, who rings as soon as possible");
        PhoneStory.Times(call, "ne sont pas là").Should().Be(0);
    }

    [Fact]
    public async Task Whoever_was_given_the_opening_and_calls_again_waits_for_a_counsellor_who_has_come_since()
    {
        await using var evening = await WaitsIntoTheEveningAsync(PhoneStory.Citizen);
        var first = evening.Network.Calls.Single();
        await evening.PassAsync(16);
        (await first.EndsAsync()).Should().Be("completed");
        (await evening.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        await evening.App.CounsellorComesAsync();

        var second = evening.Calls(PhoneStory.Citizen);
        await second.HearsAsync("tapez 0");
        second.Presses("0");

        await second.SeesAsync("queue sr-attente");
        (await evening.HandoffAsync()).State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
        PhoneStory.Times(second, "rappelle").Should().Be(0);
    }

    [Fact]
    public async Task Whoever_was_cut_off_and_calls_when_the_hours_have_ended_does_not_wait_for_nobody_and_hears_no_receipt()
    {
        await using var evening = await WaitsIntoTheEveningAsync(PhoneStory.Citizen);
        var second = await IsCutOffAndCallsAgainAsync(evening);
        second.Presses("0");
        await second.HearsAsync("Un conseiller vous rappelle à ce numéro à partir du mercredi 10 mars");
        await evening.PassAsync(16);

        (await second.EndsAsync()).Should().Be("completed");
        var handoff = await evening.HandoffAsync();
        handoff.State.Should().Be(HandoffState.Promised);
        PhoneStory.Times(second, ReadAloud.Spell(ReceiptCode.Print(handoff.Receipt), "fr")).Should().Be(0);
    }

    private static async Task<SimulatedCall> IsCutOffAndCallsAgainAsync(PhoneStory evening)
    {
        var first = evening.Network.Calls.Single();
        first.Drops();
        await first.EndsAsync();
        await Eventually.HoldsAsync(() => evening.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var second = evening.Calls();
        await second.HearsAsync("encore ouverte");
        return second;
    }

    /// <summary>A caller who has waited since before the hours ended, a minute ago.</summary>
    private static async Task<PhoneStory> WaitsIntoTheEveningAsync(string from, Func<PhoneStory, Task>? before = null)
    {
        var evening = await PhoneStory.StartAsync("--Hours:Tuesday=09:00 - 11:01", "--Hours:Wednesday=09:00 - 12:00", "--Desk:Lease=00:10:00");
        var call = evening.Calls(from);
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.HearsAsync("Aucun conseiller n'est là");
        if (before is not null) await before(evening);
        await evening.PassAsync(70);
        return evening;
    }
}
