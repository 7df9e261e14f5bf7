using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>From the desk to the telephone: rung, told who and why, joined by a key, and what becomes of each when the other is gone (G4, G8).</summary>
public sealed class When_a_counsellor_takes_a_call : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;
    private const string Marc = "conseiller2";
    private const string MarcsPhone = "sip:marc@poste.example";

    private PhoneStory story = null!;
    private DeskOf desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync();
        desk = await story.ComesAsync(Nadia, NadiasPhone);
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task The_counsellor_hears_who_and_why_presses_a_key_and_meets_the_citizen()
    {
        var (citizen, receipt, counsellor) = await RingsAsync();
        counsellor.Answers();
        await counsellor.HearsAsync("Demande d'un conseiller");
        await counsellor.HearsAsync("tapez 1");
        citizen.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("conference", StringComparison.Ordinal), "nobody is joined before the key");
        counsellor.Presses("1");
        await TalksAsync(citizen, counsellor);

        (await story.HandoffAsync()).FirstHumanWordAt.Should().NotBeNull();
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.State.Should().Be(LineState.Talking);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Closing_at_the_desk_frees_both_lines_with_a_word()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();

        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => counsellor.Transcript.IsClosed && citizen.Transcript.IsClosed);

        await citizen.HearsAsync("Merci de votre appel");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Served);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_caller_to_whom_nobody_has_spoken_yet_is_neither_served_nor_given_a_date()
    {
        var (citizen, receipt, counsellor) = await RingsAsync();

        (await desk.ClosesAsync(receipt))!.Code.Should().Be("caller-waits");
        (await desk.CommitsAsync(receipt, CommitmentKind.CallBack, story.Clock.GetUtcNow().AddHours(2)))!.Code.Should().Be("caller-waits");
        (await desk.CommitsAsync(receipt, CommitmentKind.Letter, story.Clock.GetUtcNow().AddDays(2)))!.Code.Should().Be("caller-waits");

        citizen.Status.Should().Be("in-progress");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await TalksAsync(citizen, counsellor);
        (await desk.ClosesAsync(receipt)).Should().BeNull("they have talked");
    }

    [Fact]
    public async Task Whoever_has_hung_up_keeps_nobody_from_promising_a_date()
    {
        var (citizen, receipt, _) = await RingsAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AllAsync(c => c.EndedAt != null)), "the end was told");

        (await desk.CommitsAsync(receipt, CommitmentKind.CallBack, story.Clock.GetUtcNow().AddHours(2))).Should().BeNull();
    }

    [Fact]
    public async Task A_counsellor_whose_line_drops_leaves_the_citizen_at_the_head_of_the_queue_and_never_hung_up()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        counsellor.Drops();
        await counsellor.EndsAsync();
        await story.HandoffIsAsync(HandoffState.Offered);
        await story.PassUntilAsync(() => PhoneStory.Times(citizen, "a été coupée") > 0);
        await citizen.SeesAsync("queue sr-attente");

        citizen.Status.Should().Be("in-progress");
        var handoff = await story.HandoffAsync();
        (handoff.AtHead, handoff.CounsellorId).Should().Be((true, Nadia), "who knows the case is asked first");
        (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia))).Presence.Should().Be(Presence.Available);

        (await desk.TakesNextAsync()).Should().Be(receipt);
        var again = await story.NextRingAsync(NadiasPhone);
        again.Answers();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await TalksAsync(citizen, again);
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData(PhoneAnswer.Busy)]
    [InlineData(PhoneAnswer.NoAnswer)]
    [InlineData(PhoneAnswer.Unreachable)]
    public async Task A_counsellor_who_does_not_answer_is_away_and_the_citizen_goes_to_the_next(PhoneAnswer answer)
    {
        story.Network.Book.Add(NadiasPhone, new PhonePlan(answer));
        var citizen = await story.WaitsAsync();
        var receipt = await desk.TakesNextAsync();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)));

        (await story.HandoffAsync()).AtHead.Should().BeTrue();
        (await story.App.Get<ReadDesk>().LostByLineAsync(Nadia, receipt, Token))!.Ending.Should().BeOneOf([LineEnding.Busy, LineEnding.NoAnswer, LineEnding.Failed], "the desk says why it went");
        (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia))).Presence.Should().Be(Presence.Away);
        citizen.Status.Should().Be("in-progress");

        var marc = await story.ComesAsync(Marc, MarcsPhone);
        await marc.TakesNextAsync();
        var counsellor = await story.NextRingAsync(MarcsPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await TalksAsync(citizen, counsellor);
    }

    [Fact]
    public async Task Whoever_else_was_offered_to_a_counsellor_whose_telephone_is_not_answered_goes_to_others_at_once()
    {
        story.Network.Book.Add(NadiasPhone, new PhonePlan(PhoneAnswer.Busy));
        await story.WaitsAsync();
        await desk.TakesNextAsync();
        var other = await story.App.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();

        await story.PassUntilAsync(async () => (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia, Token))).Presence == Presence.Away);

        var id = (await other.HandoffAsync()).Id;
        var offers = await story.App.LookAsync(db => db.Offers.Where(o => o.HandoffId == id).ToListAsync(Token));
        offers.Should().ContainSingle().Which.Outcome.Should().Be(OfferOutcome.Declined, "nobody waits for one who is not there");
    }

    [Fact]
    public async Task A_voicemail_gets_no_citizen()
    {
        story.Network.Book.Add(NadiasPhone, new PhonePlan(PhoneAnswer.Answers));
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();
        var voicemail = await story.NextRingAsync(NadiasPhone);
        await story.PassUntilAsync(() => voicemail.Transcript.IsClosed);
        await story.HandoffIsAsync(HandoffState.Waiting);

        PhoneStory.Times(voicemail, "tapez 1").Should().BeGreaterThan(1, "it is said more than once");
        citizen.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("conference", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_citizen_who_drops_keeps_the_request_and_is_rung_by_one_key()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);

        counsellor.Presses("1");
        var rung = await story.NextRingAsync(PhoneStory.Citizen);
        rung.Answers();
        await TalksAsync(rung, counsellor);
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => rung.Transcript.IsClosed);
        await rung.HearsAsync("Merci de votre appel");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_citizen_who_cannot_be_reached_again_becomes_a_dated_attempt()
    {
        story.Network.Book.Add(PhoneStory.Citizen, new PhonePlan(PhoneAnswer.Busy));
        var (citizen, receipt, counsellor) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        counsellor.Presses("1");
        await counsellor.HearsAsync("mis en relation");
        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") == 2);
        counsellor.HangsUp();
        await counsellor.EndsAsync();

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull("hanging up when nobody is there loses nothing");
        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.Attempts).Should().Be((HandoffState.Absent, 1));
    }

    [Fact]
    public async Task A_citizen_who_is_busy_before_the_provider_has_answered_our_ringing_is_told_as_gone()
    {
        var (citizen, _, counsellor) = await TalkingAsync();
        var line = await story.App.LookAsync(db => db.CounsellorLines.SingleAsync());
        await story.App.TamperAsync(db => db.CounsellorLines.ExecuteUpdateAsync(set => set.SetProperty(l => l.State, LineState.Bringing).SetProperty(l => l.Version, l => l.Version + 1)));

        await story.App.Get<TalkOnLine>().CitizenEndedAsync(line.Id, citizen.Sid.Replace("CA", "CB", StringComparison.Ordinal), Token);

        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") == 1);
    }

    [Fact]
    public async Task A_citizen_who_was_cut_off_calls_again_and_the_counsellor_who_has_hung_up_is_rung()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AllAsync(l => l.State == LineState.Over)));
        await story.PassAsync(2);
        story.Network.Calls.Should().HaveCount(2, "while nobody calls, the counsellor decides when to ring");

        var again = await CallsAgainAsync();
        (await desk.RecordsAbsenceAsync(receipt))!.Code.Should().Be("caller-waits", "nobody who is on the telephone is absent");
        (await desk.ClosesAsync(receipt, HandoffOutcome.Unreachable))!.Code.Should().Be("caller-waits");
        again.Status.Should().Be("in-progress");
        var rung = await story.NextRingAsync(NadiasPhone);
        rung.Answers();
        await rung.HearsAsync("tapez 1");
        rung.Presses("1");
        await TalksAsync(again, rung);
        story.Network.Calls.Should().HaveCount(4);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_whose_end_was_never_told_keeps_nobody_from_saying_for_long_that_nobody_answers()
    {
        var (citizen, receipt, _) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        await story.App.TamperAsync(async db =>
        {
            var untold = new PhoneCall { Id = "CA-untold", ConversationId = (await db.Handoffs.SingleAsync()).ConversationId, StartedAt = story.Clock.GetUtcNow() };
            db.PhoneCalls.Add(untold);
            await db.SaveChangesAsync(Token);
        });
        (await desk.RecordsAbsenceAsync(receipt))!.Code.Should().Be("caller-waits");
        var earlier = story.Clock.GetUtcNow().AddMinutes(-4);
        await story.App.TamperAsync(async db =>
        {
            await db.PhoneCalls.Where(c => c.Id == "CA-untold").ExecuteUpdateAsync(set => set.SetProperty(c => c.StartedAt, earlier));
            await db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.AskedAt, earlier));
        });

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
    }

    [Fact]
    public async Task Whoever_talked_with_a_counsellor_who_handed_them_on_was_heard_of()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
            await story.DateComesAsync(desk, (await story.HandoffAsync()).DueAt!.Value);
            (await desk.TakesNextAsync()).Should().Be(receipt);
        }
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        var rung = await story.NextRingAsync(PhoneStory.Citizen);
        rung.Answers();
        await TalksAsync(rung, counsellor);
        var marc = await story.ComesAsync(Marc, MarcsPhone);
        (await desk.TransfersAsync(receipt, null, Marc)).Should().BeNull();
        rung.HangsUp();
        await rung.EndsAsync();
        (await marc.TakesNextAsync()).Should().Be(receipt);

        (await marc.ClosesAsync(receipt, HandoffOutcome.Unreachable))!.Text.Should().StartWith("1 essai(s) sur 3");
    }

    [Fact]
    public async Task A_number_that_is_given_with_the_promise_is_rung_at_its_date()
    {
        await story.App.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        var due = story.Clock.GetUtcNow().AddHours(1);
        (await desk.CommitsAsync(receipt, CommitmentKind.CallBack, due))!.Code.Should().Be("call-back-number");
        (await desk.CommitsAsync(receipt, CommitmentKind.CallBack, due, "1234"))!.Code.Should().Be("phone-number");
        (await desk.CommitsAsync(receipt, CommitmentKind.CallBack, due, "08 99 70 12 34"))!.Code.Should().Be("phone-number-cost");
        (await desk.CommitsAsync(receipt, CommitmentKind.CallBack, due, "01 99 00 12 34")).Should().BeNull();
        await story.DateComesAsync(desk, due);
        (await desk.TakesNextAsync()).Should().Be(receipt);

        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.CanRing.Should().BeTrue();
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        await PhoneStory.TakesTheCallAsync(await story.NextRingAsync(NadiasPhone));
        (await story.NextRingAsync(PhoneStory.Citizen)).Answers();
    }

    [Fact]
    public async Task Words_that_are_typed_to_somebody_who_called_are_no_first_word_and_undo_no_mailbox()
    {
        var waiting = await story.WaitsAsync();
        waiting.HangsUp();
        await waiting.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var receipt = await desk.TakesNextAsync();

        (await desk.SaysAsync(receipt, "Je vous appelle bientôt")).Should().BeNull();

        (await story.HandoffAsync()).FirstHumanWordAt.Should().BeNull("nobody reads it who does not open the page of the receipt");
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        var mailbox = await story.NextRingAsync(PhoneStory.Citizen);
        mailbox.Answers();
        await TalksAsync(mailbox, counsellor);
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
        (await story.HandoffAsync()).FirstHumanWordAt.Should().BeNull("words that were not read did not answer in its place");
    }

    [Fact]
    public async Task A_caller_whose_end_was_never_told_is_found_gone_and_rung()
    {
        var gone = await story.WaitsAsync();
        gone.HangsUp();
        await gone.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        await story.App.TamperAsync(db => db.PhoneCalls.ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, (DateTimeOffset?)null)));

        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        var rung = await story.NextRingAsync(PhoneStory.Citizen);
        rung.Answers();
        await TalksAsync(rung, counsellor);

        (await story.App.LookAsync(db => db.PhoneCalls.SingleAsync(c => c.Id == gone.Sid))).EndedAt.Should().NotBeNull("the provider knows no such call any more");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_citizen_of_the_web_who_calls_back_after_a_missed_call_meets_the_counsellor_who_rang()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        story.Network.Book.Add(PhoneStory.Citizen, new PhonePlan(PhoneAnswer.NoAnswer));
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") > 0);
        counsellor.HangsUp();
        await counsellor.EndsAsync();

        var again = await CallsAgainAsync();
        var rung = await story.NextRingAsync(NadiasPhone);
        rung.Answers();
        await rung.HearsAsync("tapez 1");
        rung.Presses("1");
        await TalksAsync(again, rung);
    }

    [Fact]
    public async Task Whoever_asked_to_be_called_back_in_the_queue_is_called_by_the_next_counsellor()
    {
        await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Away, null, Token);
        var waiting = await story.WaitsAsync();
        await waiting.HearsAsync("tapez 1");
        waiting.Presses("1");
        await waiting.HearsAsync("choisir plutôt le moment");
        waiting.HangsUp();
        await waiting.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Available, null, Token);

        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        counsellor.Answers();
        await counsellor.HearsAsync("Rappel");
        counsellor.Presses("1");
        var citizen = await story.NextRingAsync(PhoneStory.Citizen);
        citizen.From.Should().Be(PhoneStory.Number);
        citizen.Answers();
        await TalksAsync(citizen, counsellor);
    }

    [Fact]
    public async Task Whoever_asked_on_the_web_to_be_called_is_rung_when_the_counsellor_says_so()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        await story.PassAsync(2);
        story.Network.Calls.Should().BeEmpty("a talk on the web rings nowhere by itself");

        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull("pressed twice, it rings once");
        var counsellor = await story.NextRingAsync(NadiasPhone);
        counsellor.Answers();
        await counsellor.HearsAsync("Rappel");
        counsellor.Presses("1");
        var rung = await story.NextRingAsync(PhoneStory.Citizen);
        rung.Answers();
        await TalksAsync(rung, counsellor);
        story.Network.Calls.Should().HaveCount(2);
    }

    [Fact]
    public async Task Whoever_picks_up_a_number_that_was_rung_hears_when_somebody_calls_and_not_the_receipt()
    {
        var (rung, receipt, _) = await TalksWithRungAsync("01 99 00 12 34");

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => rung.Transcript.IsClosed);

        PhoneStory.Times(rung, "vous rappelle").Should().Be(1);
        PhoneStory.Times(rung, "récépissé").Should().Be(0, "a voicemail would keep it");
        PhoneStory.Times(rung, receipt).Should().Be(0);
    }

    [Fact]
    public async Task A_mailbox_that_picks_up_is_nobody_who_was_answered()
    {
        var (_, receipt, _) = await TalksWithRungAsync("01 99 00 12 34");
        (await story.HandoffAsync()).FirstHumanWordAt.Should().NotBeNull();

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();

        (await story.HandoffAsync()).Should().BeEquivalentTo(new { State = HandoffState.Absent, FirstHumanWordAt = (DateTimeOffset?)null });
    }

    [Fact]
    public async Task A_mailbox_at_the_last_attempt_is_nobody_who_was_answered_either()
    {
        await story.DisposeAsync();
        story = await PhoneStory.StartAsync("--Desk:AttemptsBeforeUnreachable=1");
        desk = await story.ComesAsync(Nadia, NadiasPhone);
        var (_, receipt, _) = await TalksWithRungAsync("01 99 00 12 34");

        (await desk.ClosesAsync(receipt, HandoffOutcome.Unreachable)).Should().BeNull();

        (await story.HandoffAsync()).FirstHumanWordAt.Should().BeNull();
    }

    [Fact]
    public async Task Whoever_read_a_counsellor_was_answered_though_the_call_reached_nobody()
    {
        var (_, receipt, _) = await TalksWithRungAsync("01 99 00 12 34");
        (await desk.SaysAsync(receipt, "Je vous ai laissé un message.")).Should().BeNull();

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();

        (await story.HandoffAsync()).FirstHumanWordAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Whoever_has_talked_on_their_own_call_was_answered_though_they_were_cut_off()
    {
        var (citizen, receipt, _) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();

        (await story.HandoffAsync()).FirstHumanWordAt.Should().NotBeNull();
    }

    [Fact]
    public async Task Whoever_was_rung_and_waits_is_given_the_receipt_neither_aloud_nor_by_text_message()
    {
        var (rung, _, counsellor) = await TalksWithRungAsync("06 39 98 12 34");
        counsellor.Drops();
        await counsellor.EndsAsync();
        await rung.HearsAsync("attendre un conseiller en ligne, tapez 1");
        rung.Presses("1");
        await rung.SeesAsync("queue sr-attente");
        await story.PassUntilAsync(() => PhoneStory.Times(rung, "perdre votre place, tapez 1") > 0);

        rung.Presses("*");
        await story.PassUntilAsync(() => PhoneStory.Times(rung, "perdre votre place, tapez 1") > 1);

        rung.Presses("3");
        await story.PassUntilAsync(() => PhoneStory.Times(rung, "perdre votre place, tapez 1") > 2);

        PhoneStory.Times(rung, "par SMS").Should().Be(0, "the number may have been mistyped");
        PhoneStory.Times(rung, "Votre récépissé").Should().Be(0);
        story.Network.Messages.All.Should().BeEmpty();
    }

    [Fact]
    public async Task A_mailbox_that_loses_its_counsellor_waits_in_no_queue_and_keeps_nobody_from_noting_the_absence()
    {
        var (mailbox, receipt, counsellor) = await TalksWithRungAsync("01 99 00 12 34");
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await story.HandoffIsAsync(HandoffState.Offered);
        await mailbox.HearsAsync("attendre un conseiller en ligne, tapez 1");

        (await story.App.Get<ReadDesk>().LostByLineAsync(Nadia, receipt, Token))!.CallerWaits.Should().BeFalse("a mailbox waits for nobody");
        (await desk.TakesNextAsync()).Should().Be(receipt);
        await story.PassAsync(2);
        story.Network.Calls.Should().HaveCount(2, "of the web, it rings nobody by itself");
        await story.PassUntilAsync(() => mailbox.Transcript.IsClosed);
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();

        PhoneStory.Times(mailbox, "attendre un conseiller en ligne, tapez 1").Should().Be(2);
        PhoneStory.Times(mailbox, "Restez en ligne").Should().Be(0);
        mailbox.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("queue", StringComparison.Ordinal));
        (await story.App.LookAsync(db => db.Activities.Select(a => a.Text).ToListAsync(Token))).Should().NotContain(said => said.Contains("Restez en ligne") || said.Contains("pendant l'attente"));
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_absence_is_noted_while_the_mailbox_is_still_asked_for_a_key()
    {
        var (mailbox, receipt, counsellor) = await TalksWithRungAsync("01 99 00 12 34");
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await mailbox.HearsAsync("attendre un conseiller en ligne, tapez 1");
        (await desk.TakesNextAsync()).Should().Be(receipt);

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
        mailbox.Status.Should().Be("in-progress");
        await story.PassUntilAsync(() => mailbox.Transcript.IsClosed);

        await mailbox.HearsAsync("Au revoir");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Absent);
    }

    [Fact]
    public async Task Whoever_was_rung_waits_by_a_key_for_the_next_counsellor_and_is_asked_for_it_once()
    {
        var (rung, receipt, counsellor) = await TalksWithRungAsync("01 99 00 12 34");
        counsellor.Drops();
        await counsellor.EndsAsync();
        await rung.HearsAsync("attendre un conseiller en ligne, tapez 1");
        rung.Presses("1");
        await rung.SeesAsync("queue sr-attente");
        (await story.App.Get<ReadDesk>().LostByLineAsync(Nadia, receipt, Token))!.CallerWaits.Should().BeTrue();

        (await desk.TakesNextAsync()).Should().Be(receipt);
        (await desk.RecordsAbsenceAsync(receipt))!.Code.Should().Be("caller-waits", "somebody has pressed a key");
        var again = await story.NextRingAsync(NadiasPhone);
        again.Answers();
        await again.HearsAsync("La personne attend");
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await TalksAsync(rung, again);
        again.Drops();
        await again.EndsAsync();
        await story.PassUntilAsync(() => PhoneStory.Times(rung, "un conseiller va vous reprendre") > 0);

        PhoneStory.Times(rung, "attendre un conseiller en ligne, tapez 1").Should().Be(1, "it is known that somebody is there");
        rung.Status.Should().Be("in-progress");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_was_rung_and_is_handed_on_waits_without_a_key()
    {
        var (rung, receipt, _) = await TalksWithRungAsync("01 99 00 12 34");
        var marc = await story.ComesAsync(Marc, MarcsPhone);
        (await desk.TransfersAsync(receipt, null, Marc)).Should().BeNull();
        await story.PassUntilAsync(() => PhoneStory.Times(rung, "autre conseiller") > 0);
        await rung.SeesAsync("queue sr-attente");
        (await marc.TakesNextAsync()).Should().Be(receipt);

        var second = await story.NextRingAsync(MarcsPhone);
        await PhoneStory.TakesTheCallAsync(second);
        await TalksAsync(rung, second);
        PhoneStory.Times(rung, "attendre un conseiller en ligne, tapez 1").Should().Be(0, "the counsellor has talked with them");
    }

    [Fact]
    public async Task The_next_counsellor_who_presses_the_key_meets_whoever_is_still_asked()
    {
        var (rung, receipt, counsellor) = await TalksWithRungAsync("01 99 00 12 34");
        counsellor.Drops();
        await counsellor.EndsAsync();
        await rung.HearsAsync("attendre un conseiller en ligne, tapez 1");
        (await desk.TakesNextAsync()).Should().Be(receipt);
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var again = await story.NextRingAsync(NadiasPhone);
        again.Answers();
        await again.HearsAsync("Rappel pour");
        await again.HearsAsync("tapez 1");
        again.Presses("1");

        await TalksAsync(rung, again);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_missed_the_ring_of_a_counsellor_who_hung_up_first_is_not_told_to_stay_on_a_line()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        var missed = await story.NextRingAsync(PhoneStory.Citizen);
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await story.PassUntilAsync(() => missed.Transcript.IsClosed);

        var said = await story.App.LookAsync(db => db.Activities.Select(a => a.Text).ToListAsync(Token));
        said.Should().NotContain(words => words.Contains("Restez en ligne"));
        said.Should().ContainSingle(words => words.Contains("n'a pas pu vous joindre par téléphone"));
    }

    [Fact]
    public async Task Whoever_withdraws_during_a_talk_is_not_told_that_the_counsellor_has_finished()
    {
        var (citizen, receipt, _) = await TalkingAsync();

        (await story.App.Get<WithdrawHandoff>().RunAsync(receipt, Token)).Should().BeNull();
        await story.PassUntilAsync(() => citizen.Transcript.IsClosed);

        await citizen.HearsAsync("Votre demande est terminée");
        PhoneStory.Times(citizen, "Le conseiller a terminé").Should().Be(0);
    }

    [Fact]
    public async Task A_number_of_ten_digits_is_rung_where_it_is_at_home()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk, "06 96 12 34 56");
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);

        (await story.NextRingAsync("+596696123456")).Answers();
    }

    [Fact]
    public async Task Two_who_call_from_one_number_at_once_have_a_request_and_a_counsellor_each()
    {
        var (first, _, counsellor) = await TalkingAsync();
        await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Away, null, Token);
        var second = story.Calls();
        await second.HearsAsync("tapez 0");
        PhoneStory.Times(second, "encore ouverte").Should().Be(0, "whose request it is, somebody is on the telephone for");
        second.Presses("0");
        await second.SeesAsync("queue sr-attente");

        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(2);
        var marc = await story.ComesAsync(Marc, MarcsPhone);
        await marc.TakesNextAsync();
        var other = await story.NextRingAsync(MarcsPhone);
        other.Answers();
        await other.HearsAsync("tapez 1");
        other.Presses("1");
        await story.PassUntilAsync(async () => await story.App.LookAsync(db => db.CounsellorLines.CountAsync(l => l.State == LineState.Talking && l.ConferenceId != null)) == 2);
        await TalksAsync(second, other);
        counsellor.Says("Je suis toujours avec vous");
        await first.HearsAsync("toujours avec vous");
    }

    [Fact]
    public async Task A_transfer_brings_the_citizen_to_the_colleague_who_hears_the_note()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        var marc = await story.ComesAsync(Marc, MarcsPhone);

        (await desk.TransfersAsync(receipt, null, Marc)).Should().BeNull();
        await story.PassUntilAsync(() => counsellor.Transcript.IsClosed);
        await citizen.HearsAsync("autre conseiller");
        await citizen.SeesAsync("queue sr-attente");
        (await marc.TakesNextAsync()).Should().Be(receipt);
        var second = await story.NextRingAsync(MarcsPhone);
        second.Answers();
        await second.HearsAsync("Pour l'entendre, tapez 2");
        await second.HearsAsync("tapez 1");
        PhoneStory.Times(second, "à suivre").Should().Be(0, "a voicemail would keep it");
        second.Presses("2");
        await second.HearsAsync("Mot de votre collègue : à suivre");
        second.Presses("1");

        await TalksAsync(citizen, second);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task On_hold_the_citizen_hears_that_it_goes_on()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        var line = story.App.Get<LineAtDesk>();

        (await line.HoldAsync(Nadia, receipt, hold: true, Token)).Should().BeNull();
        await citizen.HearsAsync("reprend dans un instant");
        (await line.ReadAsync(Nadia, receipt, Token)).Line!.OnHold.Should().BeTrue();
        (await line.HoldAsync(Nadia, receipt, hold: false, Token)).Should().BeNull();
        await citizen.SeesAsync("off hold");
        (await line.HoldAsync(Marc, receipt, hold: true, Token))!.Status.Should().Be(403, "it is not his");

        counsellor.Says("me revoilà");
        await citizen.HearsAsync("me revoilà");
    }

    [Fact]
    public async Task On_hold_an_English_caller_hears_English()
    {
        var (citizen, receipt, _) = await TalkingAsync();
        await story.App.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(set => set.SetProperty(c => c.Language, "en")));

        (await story.App.Get<LineAtDesk>().HoldAsync(Nadia, receipt, hold: true, Token)).Should().BeNull();

        await citizen.HearsAsync("will be back in a moment");
        PhoneStory.Times(citizen, "reprend dans un instant").Should().Be(0);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_talk_on_the_telephone_keeps_the_lease_without_a_browser()
    {
        var (citizen, _, counsellor) = await TalkingAsync();
        for (var minute = 0; minute < 10; minute++)
        {
            await story.PassAsync(20);
            await story.App.TimeMovesAsync();
        }

        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        counsellor.Says("encore là");
        await citizen.HearsAsync("encore là");
    }

    [Fact]
    public async Task Webhooks_of_a_line_that_come_twice_or_late_change_nothing()
    {
        for (var times = 0; times < 40; times++) story.Network.Faults.Twice("/line/");
        for (var times = 0; times < 4; times++) story.Network.Faults.SwapsStatusCallbacks();
        var (citizen, receipt, counsellor) = await TalkingAsync();
        var line = await story.App.LookAsync(db => db.CounsellorLines.SingleAsync());

        var talk = story.App.Get<TalkOnLine>();
        await talk.WhisperAsync(line.Id, counsellor.Sid, 0, Token);
        await talk.KeyAsync(line.Id, counsellor.Sid, "1", 0, Token);
        await story.PassAsync(3);

        (await story.App.LookAsync(db => db.CounsellorLines.SingleAsync())).State.Should().Be(LineState.Talking);
        counsellor.Says("toujours là");
        await citizen.HearsAsync("toujours là");
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => citizen.Transcript.IsClosed);
        await talk.CounsellorEndedAsync(line.Id, line.CallId, CallEnding.Completed, Token);
        await talk.CitizenEndedAsync(line.Id, citizen.Sid, Token);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Served);
    }

    [Fact]
    public async Task Without_a_telephone_nothing_rings_until_the_counsellor_gives_one()
    {
        await story.App.Get<SetPhone>().RunAsync(Nadia, "", Token);
        var citizen = await story.WaitsAsync();
        var receipt = await desk.TakesNextAsync();
        await story.PassAsync(3);
        story.Network.Calls.Should().ContainSingle();
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token))!.Code.Should().Be("counsellor-phone");

        (await story.App.Get<SetPhone>().RunAsync(Nadia, "06 11 00 00 01", Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await TalksAsync(citizen, counsellor);
    }

    [Fact]
    public async Task A_caller_is_not_kept_by_a_counsellor_without_a_telephone()
    {
        await story.App.Get<SetPhone>().RunAsync(Nadia, "", Token);
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();
        await story.PassAsync(12);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor, "the number may be typed yet");
        PhoneStory.Times(citizen, "prend votre appel").Should().Be(0, "nobody is rung");

        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)));

        (await story.HandoffAsync()).AtHead.Should().BeTrue();
        (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia))).Presence.Should().Be(Presence.Away, "the next offer would go the same way");
        citizen.Status.Should().Be("in-progress");
        var marc = await story.ComesAsync(Marc, MarcsPhone);
        await marc.TakesNextAsync();
        var counsellor = await story.NextRingAsync(MarcsPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await TalksAsync(citizen, counsellor);
    }

    [Fact]
    public async Task A_caller_who_had_talked_for_long_is_not_kept_by_a_counsellor_without_a_telephone_either()
    {
        await story.App.Get<SetPhone>().RunAsync(Nadia, "", Token);
        var citizen = await story.WaitsAsync();
        var receipt = await desk.TakesNextAsync();
        // The receipt was dictated slowly, so that no round of the wait has come before the counsellor did.
        var longAgo = story.Clock.GetUtcNow() - TimeSpan.FromMinutes(4);
        await story.App.TamperAsync(db => db.PhoneCalls.ExecuteUpdateAsync(set => set.SetProperty(c => c.StartedAt, longAgo).SetProperty(c => c.ToldPlace, (int?)null).SetProperty(c => c.ToldPlaceAt, (DateTimeOffset?)null)));
        (await desk.RecordsAbsenceAsync(receipt))!.Code.Should().Be("caller-waits", "they have asked a moment ago");
        await story.App.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.AskedAt, longAgo)));

        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)));

        citizen.Status.Should().Be("in-progress");
        PhoneStory.Times(citizen, "prend votre appel").Should().Be(0);
    }

    [Fact]
    public async Task A_caller_who_waits_for_a_counsellor_without_a_telephone_for_minutes_is_not_absent()
    {
        await story.App.Get<SetPhone>().RunAsync(Nadia, "", Token);
        await story.WaitsAsync();
        var receipt = await desk.TakesNextAsync();
        await story.PassAsync(12);
        var longAgo = story.Clock.GetUtcNow() - TimeSpan.FromMinutes(4);
        await story.App.TamperAsync(async db =>
        {
            await db.PhoneCalls.ExecuteUpdateAsync(set => set.SetProperty(c => c.StartedAt, longAgo).SetProperty(c => c.ToldPlaceAt, longAgo));
            await db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.AskedAt, longAgo));
        });

        await story.PassAsync(12);

        (await desk.RecordsAbsenceAsync(receipt))!.Code.Should().Be("caller-waits", "each round says that they are there");
    }

    [Fact]
    public async Task A_receipt_that_is_told_after_the_talk_is_dictated()
    {
        var (citizen, receipt, _) = await TalkingAsync();

        (await desk.CommitsAsync(receipt, CommitmentKind.Visit, story.Clock.GetUtcNow().AddDays(2))).Should().BeNull();
        await story.PassUntilAsync(() => citizen.Transcript.IsClosed);

        var printed = ReceiptCode.Print((await story.HandoffAsync()).Receipt);
        PhoneStory.Times(citizen, ReadAloud.Spell(printed, "fr")).Should().Be(4, "twice when it was asked, and twice now");
        PhoneStory.Times(citizen, printed).Should().Be(0, "nobody can write down a word of fourteen signs");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_whose_end_was_never_told_takes_nobody_from_a_counsellor_without_a_telephone()
    {
        await story.App.Get<SetPhone>().RunAsync(Nadia, "", Token);
        var gone = await story.WaitsAsync();
        await desk.TakesNextAsync();
        await story.PassAsync(12);
        gone.HangsUp();
        await gone.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        var longAgo = story.Clock.GetUtcNow() - TimeSpan.FromMinutes(10);
        await story.App.TamperAsync(db => db.PhoneCalls.ExecuteUpdateAsync(set => set.SetProperty(c => c.EndedAt, (DateTimeOffset?)null).SetProperty(c => c.StartedAt, longAgo).SetProperty(c => c.ToldPlaceAt, longAgo)));

        for (var part = 0; part < 3; part++)
        {
            await desk.StaysAliveAsync();
            await story.PassAsync(15);
        }

        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor, "the counsellor rings from a telephone of their own");
    }

    /// <summary>Somebody asked on the web to be called at this number, and was.</summary>
    private async Task<(SimulatedCall Rung, string Receipt, SimulatedCall Counsellor)> TalksWithRungAsync(string number)
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk, number);
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        var rung = await story.NextRingAsync($"+33{number.Replace(" ", "", StringComparison.Ordinal)[1..]}");
        rung.Answers();
        await TalksAsync(rung, counsellor);
        return (rung, receipt, counsellor);
    }

    private async Task<SimulatedCall> CallsAgainAsync()
    {
        var again = story.Calls();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await again.SeesAsync("queue sr-attente");
        return again;
    }

    private async Task<(SimulatedCall Citizen, string Receipt, SimulatedCall Counsellor)> RingsAsync()
    {
        var citizen = await story.WaitsAsync();
        var receipt = await desk.TakesNextAsync();
        return (citizen, receipt, await story.NextRingAsync(NadiasPhone));
    }

    private async Task<(SimulatedCall Citizen, string Receipt, SimulatedCall Counsellor)> TalkingAsync()
    {
        var (citizen, receipt, counsellor) = await RingsAsync();
        await PhoneStory.TakesTheCallAsync(counsellor);
        await TalksAsync(citizen, counsellor);
        return (citizen, receipt, counsellor);
    }

    /// <summary>Both hear each other.</summary>
    private async Task TalksAsync(SimulatedCall citizen, SimulatedCall counsellor)
    {
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Talking && l.ConferenceId != null)));
        await citizen.SeesAsync("conference");
        await story.Network.SettledAsync();
        counsellor.Says($"Bonjour {citizen.Sid}");
        await citizen.HearsAsync($"Bonjour {citizen.Sid}");
        citizen.Says($"Merci {counsellor.Sid}");
        await counsellor.HearsAsync($"Merci {counsellor.Sid}");
    }
}
