using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator.Messages;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>RETIRER with the receipt takes a request back, and nothing less does: a word that was meant otherwise costs nobody their place (G4).</summary>
public sealed class When_a_request_is_taken_back_by_text_message : IAsyncLifetime
{
    private PhoneStory story = null!;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Theory]
    [InlineData("ANNULER")]
    [InlineData("Retirer ma demande.")]
    [InlineData("RETIRER K7PR-2XW-9AD-FM4")]
    public async Task The_word_alone_or_without_the_right_receipt_takes_nothing_back_and_is_told_how(string text)
    {
        var receipt = await AsksAsync();

        await WritesAsync(text);

        (await ReceivesAsync("Pour la retirer")).Body.Should().EndWith($"RETIRER {receipt}");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen && a.Text == text))).Should().Be(1, "whoever takes the request reads it");
    }

    [Fact]
    public async Task After_an_attempt_in_vain_it_says_that_somebody_is_there()
    {
        await AsksAsync();
        var desk = await story.App.CounsellorComesAsync();
        (await desk.RecordsAbsenceAsync(await desk.TakesNextAsync())).Should().BeNull();
        // It would be offered to them again at once.
        (await story.App.Get<SetPresence>().RunAsync(desk.Id, Presence.Away, null, TestContext.Current.CancellationToken)).Should().BeNull();

        await WritesAsync("annuler");

        await story.HandoffIsAsync(HandoffState.Waiting);
    }

    [Fact]
    public async Task The_receipt_of_somebody_else_takes_neither_back()
    {
        var other = await (await story.App.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var receipt = await AsksAsync();

        await WritesAsync($"RETIRER {ReceiptCode.Print(other.Receipt)}");

        (await ReceivesAsync("Pour la retirer")).Body.Should().EndWith($"RETIRER {receipt}");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync(h => h.State == HandoffState.Waiting))).Should().Be(2);
    }

    [Fact]
    public async Task With_its_receipt_it_is_taken_back_and_told_once_more_to_whoever_writes_it_again()
    {
        var receipt = await AsksAsync();

        await WritesAsync($"retirer {receipt.ToLowerInvariant()}");
        await ReceivesAsync("Vous avez retiré votre demande");
        await WritesAsync($"RETIRER {receipt}");

        await story.PassUntilAsync(() => Told("Vous avez retiré votre demande") == 2);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Withdrawn);
        (await story.App.LookAsync(db => db.HandoffLog.CountAsync(e => e.Move == HandoffMove.Withdraw && e.Actor == HandoffRecord.Citizen))).Should().Be(1);
    }

    [Fact]
    public async Task To_a_counsellor_who_has_the_conversation_the_word_is_a_word()
    {
        await AsksAsync();
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Je garde le rendez-vous, ou je l'annule ?")).Should().BeNull();

        await WritesAsync("annuler");

        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Author == Author.Citizen && a.Text == "annuler")), "the counsellor reads it");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        Told("Pour la retirer").Should().Be(0);
    }

    [Fact]
    public async Task Where_there_is_no_request_it_is_part_of_the_talk()
    {
        await WritesAsync("ANNULER");

        await ReceivesAsync("assistant automatique");
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen && a.Text == "ANNULER"))).Should().Be(1);
    }

    [Fact]
    public async Task Whoever_asks_for_their_place_is_told_the_word()
    {
        await AsksAsync();

        await WritesAsync("PLACE");

        await ReceivesAsync("RETIRER : retirer votre demande");
    }

    /// <returns>The receipt as printed.</returns>
    private async Task<string> AsksAsync()
    {
        await WritesAsync("CONSEILLER");
        await ReceivesAsync("Récépissé");
        return ReceiptCode.Print((await story.App.LookAsync(db => db.Handoffs.SingleAsync(h => h.Channel == ChannelName.Sms))).Receipt);
    }

    private int Told(string words) => story.Network.Messages.At(PhoneStory.Citizen).Count(text => text.Body.Contains(words));

    private Task WritesAsync(string text) => story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, text);

    private async Task<TextMessage> ReceivesAsync(string words)
    {
        await story.PassUntilAsync(() => Told(words) > 0);
        return story.Network.Messages.At(PhoneStory.Citizen).First(text => text.Body.Contains(words));
    }
}
