using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.PhoneSimulator.Messages;
using ServiceRouter.Platform;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A conversation like the others, by text message: short, in the alphabet of text messages, and a person is one word away.</summary>
public sealed class When_a_citizen_writes_a_text_message : IAsyncLifetime
{
    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync(ClosableDatabase.Put);

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task The_first_answer_says_that_it_is_automatic_and_how_to_reach_a_person()
    {
        await WritesAsync("bonjour");

        var text = await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "assistant automatique");
        text.From.Should().Be(PhoneStory.SmsNumber);
        text.Body.Should().Contain("CONSEILLER").And.Contain("STOP");
    }

    [Fact]
    public async Task Three_courtesies_make_no_request()
    {
        await WritesAsync("bonjour");
        await ReceivesAsync("Que cherchez-vous");
        await WritesAsync("merci");
        await WritesAsync("Au revoir");

        await ReceivesAsync("Bonne");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(0);
        (await story.App.LookAsync(db => db.Conversations.Select(c => c.Misses).SingleAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_flow_is_talked_by_numbers()
    {
        await WritesAsync("carte grise");
        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "1 : J'ai acheté un véhicule");
        await WritesAsync("1");

        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "code de cession");
        story.Network.Messages.At(PhoneStory.Citizen).Should().OnlyContain(text => GsmText.Parts(text.Body) <= 6 && GsmText.Fold(text.Body) == text.Body, "each sign is in the alphabet");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_receipt_is_answered_by_where_the_request_stands()
    {
        var asked = await (await story.App.CitizenComesAsync(asksNow: true)).HandoffAsync();

        await WritesAsync($"ou en est {ReceiptCode.Print(asked.Receipt).ToLowerInvariant()} svp");

        var text = await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "attend un conseiller");
        text.Body.Should().Contain(ReceiptCode.Print(asked.Receipt)).And.Contain("CONSEILLER");
        (await story.App.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Theory]
    [InlineData("HUMAIN")]
    [InlineData("Conseiller")]
    [InlineData("je veux parler a quelqu'un")]
    public async Task One_word_reaches_a_person_and_the_receipt_comes_back(string word)
    {
        await WritesAsync(word);

        await story.HandoffIsAsync(HandoffState.Waiting);
        var handoff = await story.HandoffAsync();
        handoff.Channel.Should().Be(ChannelName.Sms);
        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, ReceiptCode.Print(handoff.Receipt));
    }

    [Fact]
    public async Task A_counsellor_answers_from_the_desk_and_reads_what_is_written_back()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour, que puis-je faire pour vous ?")).Should().BeNull();

        await ReceivesAsync("Nadia Bertholet : Bonjour, que puis-je faire");
        await WritesAsync("ma carte est perdue");
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Author == Author.Citizen && a.Text == "ma carte est perdue")), "it is in the transcript");
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await ReceivesAsync("Le conseiller a terminé");
        await story.PassAsync(3);
        story.Network.Messages.At(PhoneStory.Citizen).Should().NotContain(text => text.Body.Contains("Votre avis compte"), "a message opens no page");
    }

    [Theory]
    [InlineData("Merci 😊")]
    [InlineData("𝐁onjour")]
    public async Task What_is_written_with_an_emoji_is_kept_and_answered(string text)
    {
        await WritesAsync(text);

        await ReceivesAsync("assistant automatique");
        (await story.App.LookAsync(db => db.Activities.SingleAsync(a => a.Author == Author.Citizen))).Text.Should().Be(text);
        story.Network.Messages.At(PhoneStory.Citizen).Should().NotContain(sent => sent.Body.Contains("ne pouvons pas"));
    }

    [Fact]
    public async Task A_counsellor_who_writes_an_emoji_is_read_and_so_is_what_follows()
    {
        await WritesAsync("CONSEILLER 🙏");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour 😊")).Should().BeNull();
        await ReceivesAsync("Nadia Bertholet : Bonjour 😊");
        await WritesAsync("ok 👍🏽");
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Activities.AnyAsync(a => a.Author == Author.Citizen && a.Text == "ok 👍🏽")), "it is in the transcript");
        (await desk.SaysAsync(receipt, "Que puis-je faire pour vous ?")).Should().BeNull();

        await ReceivesAsync("Que puis-je faire pour vous");
    }

    [Fact]
    public async Task A_picture_alone_is_answered_with_what_comes_through_and_the_way_to_a_person()
    {
        await story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "", media: 1);

        var text = await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "Nous ne recevons ni images");
        text.Body.Should().Contain("CONSEILLER");
        (GsmText.Parts(text.Body), GsmText.Fold(text.Body)).Should().Be((1, text.Body));
        await ReceivesAsync("assistant automatique");
    }

    [Fact]
    public async Task Words_beside_a_picture_are_answered_and_its_question_still_waits_for_its_number()
    {
        await story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "carte grise", media: 2);
        await ReceivesAsync("Nous ne recevons ni images");
        await ReceivesAsync("1 : J'ai acheté un véhicule");
        await WritesAsync("1");

        await ReceivesAsync("code de cession");
        story.Network.Messages.At(PhoneStory.Citizen).Count(text => text.Body.Contains("Nous ne recevons ni images")).Should().Be(1);
    }

    [Fact]
    public async Task The_counsellor_reads_that_a_picture_did_not_come()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        story.Network.Faults.Twice("/twilio/sms");
        await story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, "voici ma carte", media: 1);

        await ReceivesAsync("Nous ne recevons ni images");
        var read = (await story.App.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token))!.Transcript;
        read.Should().ContainSingle(activity => activity.Text == "voici ma carte");
        read.Should().ContainSingle(activity => activity.Author == Author.Service && activity.Text!.StartsWith("Nous ne recevons ni images"));
    }

    [Fact]
    public async Task Distress_while_a_person_is_waited_for_gets_the_numbers_and_the_rank()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await ReceivesAsync("Récépissé");
        await WritesAsync("j'ai envie d'en finir");

        await ReceivesAsync("3114");
        var text = story.Network.Messages.At(PhoneStory.Citizen).Single(sent => sent.Body.Contains("3114")).Body;
        text.Should().Contain("114").And.Contain("passe avant les autres");
        GsmText.Parts(text).Should().BeLessThanOrEqualTo(2, "the numbers, and what becomes of the request");
        GsmText.Fold(text).Should().Be(text);
        (await story.HandoffAsync()).Rank.Should().Be(HandoffRank.Distress);
    }

    [Fact]
    public async Task A_message_that_arrives_twice_counts_once_and_is_answered_once()
    {
        story.Network.Faults.Twice("/twilio/sms");
        await WritesAsync("carte grise");
        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "1 : J'ai");
        await story.PassAsync(3);

        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen))).Should().Be(1);
        story.Network.Messages.At(PhoneStory.Citizen).Count(text => text.Body.Contains("1 : J'ai")).Should().Be(1);
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("Arrêt")]
    [InlineData("ARRET")]
    [InlineData("STOP 🙂")]
    public async Task Who_wants_no_more_gets_no_more_and_keeps_the_request(string word)
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await ReceivesAsync("Récépissé");
        await WritesAsync(word);
        await story.Network.SettledAsync();
        var before = story.Network.Messages.At(PhoneStory.Citizen).Count;
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        await desk.SaysAsync(receipt, "Bonjour");
        await story.PassAsync(4);

        story.Network.Messages.At(PhoneStory.Citizen).Count.Should().Be(before);
        (await story.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        (await story.App.LookAsync(db => db.SmsThreads.SingleAsync())).StoppedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task The_counsellor_of_whoever_wants_no_more_is_told_so_and_rings()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync(PhoneStory.Nadia, PhoneStory.NadiasPhone);
        var receipt = await desk.TakesNextAsync();
        (await desk.SeesAsync("handoff-changed")).GetProperty("receipt").GetString().Should().Be(receipt, "it was taken");
        await WritesAsync("STOP");

        (await desk.SeesAsync("handoff-changed")).GetProperty("receipt").GetString().Should().Be(receipt);
        (await story.App.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token)).Should().Match<DeskHandoffDetail>(detail => detail.TextsStopped && detail.TextedFrom == PhoneStory.Citizen);
        (await story.App.Get<LineAtDesk>().ReadAsync(desk.Id, receipt, Token)).Line!.CanRing.Should().BeTrue();
        (await story.App.Get<LineAtDesk>().RingAsync(desk.Id, receipt, Token)).Should().BeNull();
        await PhoneStory.TakesTheCallAsync(await story.NextRingAsync(PhoneStory.NadiasPhone));
        (await story.NextRingAsync(PhoneStory.Citizen)).Should().NotBeNull("there is a number, though none was left");
    }

    [Fact]
    public async Task Who_asks_for_a_person_while_the_provider_holds_a_stop_is_for_the_counsellor_to_ring()
    {
        await WritesAsync("STOP");
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await StoppedAsync();
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();

        (await story.App.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token)).Should().Match<DeskHandoffDetail>(detail => detail.TextsStopped && detail.TextedFrom == PhoneStory.Citizen);
        await WritesAsync("START");
        (await desk.SeesAsync("handoff-changed")).GetProperty("receipt").GetString().Should().Be(receipt);
        await ReceivesAsync(receipt);
        (await story.App.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token))!.TextsStopped.Should().BeFalse();
    }

    [Theory]
    [InlineData("SM3", "merci", 1)]
    [InlineData("SM1", "bonjour", 31)]
    public async Task What_was_written_before_a_stop_and_comes_behind_it_or_comes_again_takes_nothing_back(string messageId, string text, int secondsLater)
    {
        var talk = story.App.Get<TalkBySms>();
        await talk.HearAsync("SM1", PhoneStory.Citizen, "bonjour");
        await talk.HearAsync("SM2", PhoneStory.Citizen, "ARRET");
        story.Clock.Advance(TimeSpan.FromSeconds(secondsLater));
        await talk.HearAsync(messageId, PhoneStory.Citizen, text);

        (await story.App.LookAsync(db => db.SmsThreads.SingleAsync())).StoppedAt.Should().NotBeNull();
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Citizen && a.Text == text))).Should().Be(1, "it is kept all the same");
    }

    [Theory]
    [InlineData("bonjour", 31)]
    [InlineData("START", 1)]
    [InlineData("CONSEILLER", 1)]
    [InlineData("j'ai envie d'en finir", 1)]
    public async Task Who_writes_again_wants_messages_again_and_who_asks_for_a_person_at_once(string text, int secondsLater)
    {
        var talk = story.App.Get<TalkBySms>();
        await talk.HearAsync("SM1", PhoneStory.Citizen, "ARRET");
        story.Clock.Advance(TimeSpan.FromSeconds(secondsLater));
        await talk.HearAsync("SM2", PhoneStory.Citizen, text);

        (await story.App.LookAsync(db => db.SmsThreads.SingleAsync())).StoppedAt.Should().BeNull();
    }

    [Fact]
    public async Task The_word_that_we_name_for_going_on_is_one_that_the_provider_knows()
    {
        await WritesAsync("STOP");
        await WritesAsync(Regex.Match(Texts.Say("Stopped.sms", "fr"), @"envoyez (\w+)\.$").Groups[1].Value);
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);

        await ReceivesAsync(ReceiptCode.Print((await story.HandoffAsync()).Receipt));
    }

    [Fact]
    public async Task Help_tells_the_place_while_a_request_is_open()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await WritesAsync("PLACE");

        (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "Aucun conseiller n'est là")).Body.Should().Contain(ReceiptCode.Print((await story.HandoffAsync()).Receipt));
        await WritesAsync("aide");
        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "Aucun conseiller n'est là");
        (await story.App.LookAsync(db => db.Activities.Where(a => a.Author == Author.Citizen).OrderBy(a => a.Number).Select(a => a.Text).ToListAsync())).Should().Equal("CONSEILLER", "PLACE", "aide");
    }

    [Fact]
    public async Task A_word_of_the_line_that_answers_a_counsellor_is_read_by_the_counsellor()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Est-ce pour une aide ou pour une info ?")).Should().BeNull();
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().StartWith("Est-ce pour");
        story.Network.Faults.Twice("/twilio/sms");
        await WritesAsync("Info");

        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be("Info");
        await story.PassAsync(2);
        (await story.App.LookAsync(db => db.Activities.CountAsync(a => a.Text == "Info"))).Should().Be(1);
    }

    [Fact]
    public async Task Who_asks_between_attempts_where_the_request_stands_was_heard_of()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
            await WritesAsync("PLACE");
            await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "essaiera de nouveau");
            await story.DateComesAsync(desk, (await story.HandoffAsync()).DueAt!.Value);
            (await desk.TakesNextAsync()).Should().Be(receipt);
        }

        (await desk.ClosesAsync(receipt, HandoffOutcome.Unreachable))!.Code.Should().Be("attempts-missing");
    }

    [Fact]
    public async Task Asked_where_the_request_stands_it_is_told_what_was_agreed()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var handoff = await story.HandoffAsync();
        (await story.App.Get<AskCallBack>().RunAsync(handoff.ConversationId, PhoneStory.Citizen, story.Clock.GetUtcNow().AddHours(5), Token)).Should().BeNull();
        await WritesAsync("PLACE");

        var text = (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "Le rappel prévu le mardi 9 mars à 16 h 00")).Body;
        text.Should().Contain(ReceiptCode.Print(handoff.Receipt)).And.Contain("CONSEILLER").And.Contain("STOP").And.NotContain("ici par SMS");
    }

    [Fact]
    public async Task Asked_where_the_request_stands_it_is_told_who_has_it_and_when_they_try_again()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        await WritesAsync("PLACE");
        (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "Nadia Bertholet")).Body.Should().Contain(receipt).And.Contain("ici par SMS");
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
        await WritesAsync("PLACE");

        (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "essaiera de nouveau le mardi 9 mars à 15 h")).Body.Should().Contain(receipt).And.NotContain("ici par SMS");
    }

    [Fact]
    public async Task Without_the_database_the_request_takes_another_door_and_a_person_rings()
    {
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("bonjour");
        await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "CONSEILLER");
        await WritesAsync("CONSEILLER");
        var text = await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle");

        story.App.Get<ClosableDatabase>().Open();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync()));
        text.Body.Should().Contain(ReceiptCode.Print((await story.HandoffAsync()).Receipt));
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
    }

    [Fact]
    public async Task Without_the_database_distress_is_told_its_numbers_and_goes_first()
    {
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("je veux mourir");
        var text = await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle");

        text.Body.Should().Contain("3114").And.StartWith("Ce que vous vivez compte");
        story.App.Get<ClosableDatabase>().Open();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.Handoffs.AnyAsync()));
        var handoff = await story.HandoffAsync();
        (handoff.Rank, handoff.State).Should().Be((HandoffRank.Distress, HandoffState.Waiting), "nobody in danger waits for the moment of a call-back");
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
        await WritesAsync("PLACE");
        (await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "Votre demande est ouverte")).Body.Should().Contain("vous rappellera").And.NotContain("ici par SMS", "it was said that somebody rings");
    }

    [Fact]
    public async Task Asked_again_and_again_without_the_database_it_is_one_request_and_the_talk_goes_on_there()
    {
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("CONSEILLER");
        var first = ReceiptIn(await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle"));
        await WritesAsync("Conseiller");
        await Eventually.HoldsAsync(() => Task.FromResult(Promises.Count == 2), "it is answered again");
        story.App.Get<ClosableDatabase>().Open();
        await JournalIsTakenAsync(aliases: 1);

        var handoff = await story.HandoffAsync();
        (await story.App.LookAsync(db => db.ReceiptAliases.Select(a => a.Receipt).ToListAsync())).Append(handoff.Receipt).Select(ReceiptCode.Print)
            .Should().BeEquivalentTo([first, .. Promises.Select(ReceiptIn).Where(receipt => receipt != first)], "each receipt leads to it");
        handoff.State.Should().Be(HandoffState.Waiting, "whoever takes it rings");
        await WritesAsync("je suis là");
        await Eventually.HoldsAsync(() => story.App.LookAsync(db => db.Activities.AnyAsync(a => a.ConversationId == handoff.ConversationId && a.Text == "je suis là")), "it is for the counsellor");
        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Asked_again_without_the_database_an_open_request_stays_the_only_one()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await ReceivesAsync("Récépissé");
        story.App.Get<ClosableDatabase>().Close();
        await WritesAsync("CONSEILLER");
        var text = await story.Network.Messages.ReceivesAsync(PhoneStory.Citizen, "vous rappelle");
        story.App.Get<ClosableDatabase>().Open();
        await JournalIsTakenAsync(aliases: 1);

        var handoff = await story.HandoffAsync();
        (handoff.State, handoff.Channel).Should().Be((HandoffState.Waiting, ChannelName.Sms));
        (await story.App.LookAsync(db => db.ReceiptAliases.SingleAsync())).Should().Match<ReceiptAlias>(alias => alias.HandoffId == handoff.Id && text.Body.Contains(ReceiptCode.Print(alias.Receipt)));
        (await story.App.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(PhoneStory.Citizen);
    }

    [Fact]
    public async Task A_message_without_a_right_signature_is_refused_and_touches_nothing()
    {
        using var http = new HttpClient { BaseAddress = new Uri(story.App.Url) };
        using var body = new FormUrlEncodedContent([new("MessageSid", "SM1"), new("From", PhoneStory.Citizen), new("Body", "CONSEILLER")]);

        using var answer = await http.PostAsync("/twilio/sms", body, Token);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(0);
    }

    private List<TextMessage> Promises => [.. story.Network.Messages.At(PhoneStory.Citizen).Where(text => text.Body.Contains("vous rappelle"))];

    private static string ReceiptIn(TextMessage text) => text.Body.Split(' ').Single(word => ReceiptCode.Parse(word.TrimEnd('.')) is not null).TrimEnd('.');

    private Task JournalIsTakenAsync(int aliases) => story.PassUntilAsync(async () => await story.App.LookAsync(db => db.ReceiptAliases.CountAsync()) == aliases);

    /// <summary>Lets the loop look until the provider has said that this number wants none.</summary>
    private Task StoppedAsync() => story.PassUntilAsync(() => story.App.LookAsync(db => db.SmsThreads.AnyAsync(t => t.StoppedAt != null)));

    private Task WritesAsync(string text) => story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, text);

    /// <summary>Lets the loop look until a message with these words is there.</summary>
    private Task ReceivesAsync(string words) =>
        story.PassUntilAsync(() => story.Network.Messages.At(PhoneStory.Citizen).Any(text => text.Body.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
