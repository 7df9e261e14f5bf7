using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>One rings while the other leaves, calls, or comes back: nobody is on a line that nobody looks at, and nobody is told what is no longer so (G6, G8).</summary>
public sealed class When_citizen_and_counsellor_miss_each_other : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;

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
    public async Task A_ring_stops_when_its_counsellor_notes_that_nobody_answers()
    {
        var (rung, receipt, _) = await RingsCitizenOfTheWebAsync();
        var since = story.Clock.GetUtcNow();

        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => rung.Transcript.IsClosed);

        (story.Clock.GetUtcNow() - since).Should().BeLessThan(TimeSpan.FromSeconds(10), "whoever takes it later would be told that they are called back, and be hung up");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Absent);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_answers_in_the_instant_in_which_it_is_noted_that_nobody_does_waits_for_a_counsellor()
    {
        var (rung, receipt, _) = await RingsCitizenOfTheWebAsync();
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
        await story.PassUntilAsync(() => rung.Transcript.IsClosed);
        var line = await story.App.LookAsync(db => db.CounsellorLines.SingleAsync());

        var asked = await story.App.Get<TalkOnLine>().MeetAsync(line.Id, rung.Sid, Token);
        asked.Next.Should().BeOfType<SpokenNext.PressToWait>();
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Absent, "it may be a mailbox");
        var heard = await story.App.Get<TalkAfterLine>().StayAsync(line.Id, rung.Sid, "1", 1, Token);

        heard.Next.Should().BeOfType<SpokenNext.Wait>();
        heard.Lines.Should().ContainSingle().Which.Should().NotContain("Au revoir");
        (await story.HandoffAsync()).State.Should().BeOneOf(HandoffState.Waiting, HandoffState.Offered);
    }

    [Fact]
    public async Task A_ring_stops_when_its_counsellor_is_lost_and_the_next_key_rings_anew()
    {
        var (rung, receipt, counsellor) = await RingsCitizenOfTheWebAsync();
        var since = story.Clock.GetUtcNow();
        counsellor.Drops();
        await counsellor.EndsAsync();
        await story.PassUntilAsync(() => rung.Transcript.IsClosed);
        (story.Clock.GetUtcNow() - since).Should().BeLessThan(TimeSpan.FromSeconds(10));

        (await desk.TakesNextAsync()).Should().Be(receipt);
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var next = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(next);
        var again = await story.NextRingAsync(PhoneStory.Citizen);
        again.Answers();

        await TalksAsync(again, next);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_ring_of_a_line_that_is_lost_stops_before_the_citizen_is_rung_for_another()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        // Its node died between the ring and its end.
        var ring = story.Network.RingsAsync(PhoneStory.Citizen, Token);
        var sid = await story.App.Get<ICallLine>().RingCitizenAsync(MassTransit.NewId.NextGuid(), PhoneStory.Citizen, "fr", Token);
        var lost = await ring;
        await story.App.TamperAsync(async db =>
        {
            var conversation = (await db.Handoffs.SingleAsync()).ConversationId;
            db.PhoneCalls.Add(new PhoneCall { Id = sid, ConversationId = conversation, EarlierConversationId = conversation, Number = PhoneStory.Citizen, StartedAt = story.Clock.GetUtcNow() });
            await db.SaveChangesAsync(Token);
        });
        // A ring that nobody is known to have taken has no telephone rung by itself.
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        var rung = await story.NextRingAsync(PhoneStory.Citizen);

        lost.Transcript.IsClosed.Should().BeTrue("the number would be busy, and whoever takes that call would be on no line");
        rung.Answers();
        await TalksAsync(rung, counsellor);
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.State.Should().Be(LineState.Talking);
        story.Faults.Should().BeEmpty();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task Whoever_was_cut_off_and_calls_while_the_counsellor_rings_them_goes_on_with_the_request(string key)
    {
        var (citizen, _, counsellor) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        counsellor.Presses("1");
        var ring = await story.NextRingAsync(PhoneStory.Citizen);

        var again = story.Calls();
        await again.HearsAsync("encore ouverte");
        again.Presses(key);
        await again.SeesAsync("queue sr-attente");
        ring.Refuses();
        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") == 2);
        counsellor.Presses("1");

        await TalksAsync(again, counsellor);
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        story.Faults.Should().BeEmpty();
    }

    /// <summary>Their telephone is engaged because they are calling us, and a network passes an engaged call to the mailbox.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_calls_while_our_ring_goes_to_their_mailbox_goes_on_with_the_request_and_is_brought(bool pressesBefore)
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        var again = story.Calls();
        await again.HearsAsync("encore ouverte");
        counsellor.Presses("1");
        var mailbox = await story.NextRingAsync(PhoneStory.Citizen);
        if (pressesBefore) again.Presses("1");
        if (pressesBefore) await again.SeesAsync("queue sr-attente");
        mailbox.Answers();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Talking && l.CitizenCallId == mailbox.Sid)));
        if (!pressesBefore) again.Presses("1");
        if (!pressesBefore) await again.SeesAsync("queue sr-attente");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);

        counsellor.HangsUp();
        await counsellor.EndsAsync();
        (await desk.TakesNextAsync()).Should().Be(receipt);
        var next = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(next);

        await TalksAsync(again, next);
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_calls_while_their_mailbox_is_asked_for_a_key_goes_on_with_the_request()
    {
        var (citizen, _, counsellor) = await TalkingAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        counsellor.Presses("1");
        var mailbox = await story.NextRingAsync(PhoneStory.Citizen);
        mailbox.Answers();
        await TalksAsync(mailbox, counsellor);
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await mailbox.HearsAsync("attendre un conseiller en ligne, tapez 1");

        var again = story.Calls();
        await again.HearsAsync("encore ouverte");
        again.Presses("1");
        await again.SeesAsync("queue sr-attente");

        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Whoever_was_on_hold_and_is_rung_anew_is_not_on_hold()
    {
        var (citizen, receipt, counsellor) = await TalkingAsync();
        (await story.App.Get<LineAtDesk>().HoldAsync(Nadia, receipt, hold: true, Token)).Should().BeNull();
        await citizen.HearsAsync("reprend dans un instant");
        citizen.HangsUp();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        counsellor.Presses("1");
        var rung = await story.NextRingAsync(PhoneStory.Citizen);
        rung.Answers();
        await TalksAsync(rung, counsellor);

        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.OnHold.Should().BeFalse("the citizen hears everything");
    }

    [Fact]
    public async Task That_somebody_left_an_earlier_conference_is_told_late_and_ends_no_talk()
    {
        var (citizen, _, counsellor) = await TalkingAsync();
        var before = await LineAsync();
        citizen.Drops();
        await citizen.EndsAsync();
        await counsellor.HearsAsync("n'est plus en ligne");
        counsellor.Presses("1");
        var rung = await story.NextRingAsync(PhoneStory.Citizen);
        rung.Answers();
        await TalksAsync(rung, counsellor);
        var talked = await LineAsync();
        talked.ConferenceId.Should().NotBe(before.ConferenceId);

        await story.App.Get<TalkOnLine>().MetAsync(before.Id, before.ConferenceId!, counsellor.Sid, Token);
        await story.PassAsync(2);

        (await LineAsync()).Should().BeEquivalentTo(new { State = LineState.Talking, talked.ConferenceId });
        counsellor.Says("toujours là");
        await rung.HearsAsync("toujours là");
    }

    private Task<CounsellorLine> LineAsync() => story.App.LookAsync(db => db.CounsellorLines.SingleAsync());

    /// <summary>The counsellor has pressed the key, and the citizen's telephone rings.</summary>
    private async Task<(SimulatedCall Rung, string Receipt, SimulatedCall Counsellor)> RingsCitizenOfTheWebAsync()
    {
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        return (await story.NextRingAsync(PhoneStory.Citizen), receipt, counsellor);
    }

    private async Task<(SimulatedCall Citizen, string Receipt, SimulatedCall Counsellor)> TalkingAsync()
    {
        var citizen = await story.WaitsAsync();
        var receipt = await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await TalksAsync(citizen, counsellor);
        return (citizen, receipt, counsellor);
    }

    private async Task TalksAsync(SimulatedCall citizen, SimulatedCall counsellor)
    {
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == LineState.Talking && l.ConferenceId != null)));
        await citizen.SeesAsync("conference");
        await story.Network.SettledAsync();
        counsellor.Says($"Bonjour {citizen.Sid}");
        await citizen.HearsAsync($"Bonjour {citizen.Sid}");
    }
}
