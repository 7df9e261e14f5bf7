using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Messages;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>Whoever has asked by telephone and writes from the same number has one request, and is told of it no more than its number proves.</summary>
public sealed class When_a_caller_writes_a_text_message : IAsyncLifetime
{
    private const string Mobile = "+33639981234";

    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task Whoever_waits_and_answers_the_receipt_with_the_word_for_a_person_has_one_request()
    {
        var call = await WaitsAsync();
        call.Presses("3");
        await ReceivesAsync("demande est enregistrée");
        story.Network.Faults.Twice("/twilio/sms");
        await WritesAsync("CONSEILLER");

        (await ReceivesAsync("déjà ouverte")).Body.Should().Contain("par téléphone");
        var handoff = await story.HandoffAsync();
        (await story.WordsOfAsync(handoff)).Should().Equal(["CONSEILLER"], "whoever takes it reads that");
        Told(ReceiptCode.Print(handoff.Receipt)).Should().Be(1, "it was asked for on the telephone, and only there");
        call.Status.Should().Be("in-progress");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_person_who_is_wished_for_later_in_a_talk_of_another_matter_is_the_one_who_is_waited_for()
    {
        await WaitsAsync();
        await WritesAsync("carte grise");
        await ReceivesAsync("1 : J'ai acheté un véhicule");
        (await story.WordsOfAsync(await story.HandoffAsync())).Should().BeEmpty("it is a talk of its own");
        await WritesAsync("je veux parler à quelqu'un");

        await ReceivesAsync("déjà ouverte");
        (await story.WordsOfAsync(await story.HandoffAsync())).Should().Equal("je veux parler à quelqu'un");
    }

    [Fact]
    public async Task Danger_is_heard_by_the_request_that_is_open()
    {
        await WaitsAsync();
        await WritesAsync("j'ai envie d'en finir");

        await ReceivesAsync("3114");
        (await story.HandoffAsync()).Should().BeEquivalentTo(new { State = HandoffState.Waiting, Rank = HandoffRank.Distress });
    }

    [Fact]
    public async Task Asked_for_the_place_it_is_told_without_the_receipt()
    {
        await WaitsAsync();
        await WritesAsync("PLACE");

        var handoff = await story.HandoffAsync();
        (await ReceivesAsync("déjà ouverte")).Body.Should().Contain("Aucun conseiller n'est là").And.NotContain(ReceiptCode.Print(handoff.Receipt));
        (await story.WordsOfAsync(handoff)).Should().Equal("PLACE");
    }

    [Fact]
    public async Task Before_an_agreed_moment_only_a_wish_for_a_person_gives_it_up()
    {
        await AgreesOnLaterAsync();
        await WritesAsync("j'attends votre appel, merci");
        await story.PassUntilAsync(() => story.Network.Messages.At(Mobile).Count > 0);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Promised);
        await WritesAsync("CONSEILLER");

        (await ReceivesAsync("convenu pour plus tard est annulé")).Body.Should().NotContain("mars");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Waiting);
    }

    [Fact]
    public async Task The_counsellor_who_has_the_request_reads_that_somebody_writes()
    {
        await AgreesOnLaterAsync();
        await WritesAsync("CONSEILLER");
        var desk = await story.ComesAsync();
        await desk.TakesNextAsync();
        await WritesAsync("un conseiller svp");

        await ReceivesAsync("s'occupe de votre demande");
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be("un conseiller svp");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
    }

    [Fact]
    public async Task With_the_receipt_that_was_sent_the_request_is_taken_back()
    {
        var call = await WaitsAsync();
        call.Presses("3");
        await ReceivesAsync("demande est enregistrée");
        await WritesAsync($"RETIRER {ReceiptCode.Print((await story.HandoffAsync()).Receipt)}");

        await ReceivesAsync("Vous avez retiré votre demande");
        (await story.HandoffAsync()).State.Should().Be(HandoffState.Withdrawn);
    }

    [Fact]
    public async Task A_request_that_has_ended_takes_no_words()
    {
        await WaitsAsync();
        var ended = await story.HandoffAsync();
        (await story.App.Get<WithdrawHandoff>().RunAsync(ended.Receipt, Token)).Should().BeNull();
        await WritesAsync("CONSEILLER");

        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.Channel == ChannelName.Sms && h.State == HandoffState.Waiting)), "it is asked for anew");
        (await story.WordsOfAsync(ended)).Should().BeEmpty();
    }

    private async Task<SimulatedCall> WaitsAsync()
    {
        var call = await story.WaitsAsync(Mobile);
        await call.HearsAsync("tapez 3");
        return call;
    }

    /// <summary>Somebody has asked by telephone, has hung up, and is to be called later.</summary>
    private async Task AgreesOnLaterAsync()
    {
        var call = await WaitsAsync();
        call.HangsUp();
        await call.EndsAsync();
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.PhoneCalls.AnyAsync(c => c.EndedAt != null)), "the end was told");
        (await story.App.Get<AskCallBack>().RunAsync((await story.HandoffAsync()).ConversationId, Mobile, story.Clock.GetUtcNow().AddHours(5), Token)).Should().BeNull();
    }

    private Task WritesAsync(string text) => story.Network.Messages.WritesAsync(Mobile, PhoneStory.SmsNumber, text);

    private int Told(string words) => story.Network.Messages.At(Mobile).Count(text => text.Body.Contains(words));

    private async Task<TextMessage> ReceivesAsync(string words)
    {
        await story.PassUntilAsync(() => Told(words) > 0);
        return story.Network.Messages.At(Mobile).Last(text => text.Body.Contains(words));
    }
}
