using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The moment of the call is ours: it is one at which somebody rings, and what had been agreed is not given up in silence.</summary>
public sealed class When_a_text_message_asks_without_the_database : IAsyncLifetime
{
    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Opening => new(story.Clock.GetUtcNow().Date.AddHours(13), TimeSpan.Zero);

    // It is Tuesday, 11:00 in Paris.
    public async ValueTask InitializeAsync() =>
        story = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Hours:Tuesday=14:00 - 18:00", "--Hours:Wednesday=09:00 - 12:00");

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Outside_of_the_hours_the_call_is_promised_for_when_they_begin(bool isKnown)
    {
        if (isKnown) await AsksAsync();
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("CONSEILLER");

        (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle")).Body.Should().Contain("mardi 9 mars à 14 h 00");
        story.App.Get<ClosableDatabase>().Open();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Promised)));
        (await story.HandoffAsync()).DueAt.Should().Be(Opening);
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.SmsThreads.AllAsync(t => t.ClaimedAt == null && db.Conversations.Any(c => c.Id == t.ConversationId && c.LastActivity == t.SentUpTo))));
        story.Network.Messages.At(PhoneStory.Citizen).Should().ContainSingle(text => text.Body.Contains("14 h 00"), "it was said in the answer to the message");
    }

    [Fact]
    public async Task Nobody_is_promised_a_call_to_a_number_that_the_service_does_not_ring()
    {
        const string satellite = "+881612345678";
        story.App.Get<ClosableDatabase>().Close();
        await story.Network.Messages.WritesAsync(satellite, PhoneStory.SmsNumber, "CONSEILLER");

        (await story.Network.Messages.ReceivesAsync(satellite, "Récépissé")).Body.Should().Contain("ici par SMS").And.NotContain("rappelle");
        story.App.Get<ClosableDatabase>().Open();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.State == HandoffState.Waiting)));
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        (await story.App.Get<LineAtDesk>().ReadAsync(desk.Id, receipt, Token)).Line!.CanRing.Should().BeFalse();
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().BeNull();
    }

    [Fact]
    public async Task Whoever_is_in_danger_is_told_of_no_moment()
    {
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("je veux mourir");

        (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle")).Body.Should().Contain("3114").And.NotContain("14 h 00", "nobody in danger waits for it");
    }

    [Fact]
    public async Task An_appointment_that_gives_way_to_the_call_is_told_to_be_off()
    {
        await AsksAsync();
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        (await story.App.Get<CommitHandoff>().RunAsync(desk.Id, receipt, CommitmentKind.Appointment, story.Clock.GetUtcNow().AddDays(8), null, number: null, seen: null, Token)).Should().BeNull();
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("CONSEILLER");
        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle");
        story.App.Get<ClosableDatabase>().Open();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.Commitment == CommitmentKind.CallBack)));

        (await story.HandoffAsync()).DueAt.Should().Be(Opening);
        (await story.App.LookAsync(db => db.Activities.Where(a => a.Author == Author.Service).Select(a => a.Text).ToListAsync()))
            .Should().ContainSingle(said => said!.Contains("Ce qui était prévu pour le mercredi 17 mars à 11 h 00"));
        await story.PassUntilAsync(() => story.Network.Messages.At(PhoneStory.Citizen).Any(text => text.Body.Contains("prévu pour le mercredi 17 mars à 11 h 00")));
    }

    [Fact]
    public async Task While_counsellors_are_there_no_moment_is_named_and_none_is_said_to_have_passed()
    {
        await using var day = await PhoneStory.StartAsync(ClosableDatabase.Put, "--Doors:DatabaseTimeout=00:00:02");
        await day.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "bonjour");
        await day.PassUntilAsync(() => day.Network.Messages.At(PhoneStory.Citizen).Any(text => text.Body.Contains("assistant automatique")));
        day.App.Get<ClosableDatabase>().Close();
        await day.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "CONSEILLER");
        await day.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle");
        day.App.Get<ClosableDatabase>().Open();
        await day.PassUntilAsync(() => day.App.LookAsync(db => db.Handoffs.AnyAsync()));

        (await day.HandoffAsync()).State.Should().Be(HandoffState.Waiting, "whoever takes it rings");
        (await day.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        await day.PassAsync(180);
        day.Network.Messages.At(PhoneStory.Citizen).Should().NotContain(text => text.Body.Contains("de retour") || text.Body.Contains("moment prévu"));
        day.Network.Messages.At(PhoneStory.Citizen).Should().NotContain(text => text.Body.Contains("ici par SMS"), "it was said that somebody rings");
        day.Network.Messages.At(PhoneStory.Citizen).Should().ContainSingle(text => text.Body.Contains("Récépissé"));
    }

    private async Task AsksAsync()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await story.PassUntilAsync(() => story.Network.Messages.At(PhoneStory.Citizen).Any(text => text.Body.Contains("Récépissé")));
    }

    private Task WritesAsync(string text) => story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, text);
}
