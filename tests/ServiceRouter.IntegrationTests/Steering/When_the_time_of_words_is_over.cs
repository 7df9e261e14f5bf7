using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Inbox;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Retention;
using ServiceRouter.Satisfaction;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_the_time_of_words_is_over : Journey
{
    private const string Mobile = "+33639981234";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_are_gone_and_the_ledger_and_the_log_hold()
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        (await app.LookAsync(db => db.Activities.AnyAsync(a => a.AuthorName != null))).Should().BeTrue();
        await app.TamperAsync(db => db.Activities.Where(a => a.Number == 1).ExecuteUpdateAsync(set => set.SetProperty(a => a.ClientId, "SM0123")));
        clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromMinutes(1));

        (await app.Get<EraseWords>().RunAsync(Token)).Should().Be(1);
        (await app.Get<EraseWords>().RunAsync(Token)).Should().Be(0, "a second run finds nothing to do");

        var id = citizen.ConversationId;
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.ConversationId == id && (a.Text != null || a.Details != null || a.Saying != null || a.AuthorName != null || a.ClientId != null)))).Should().Be(0, "what was said tells as much as its words, and the sender's own id leads to them where the provider keeps them");
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.ConversationId == id))).Should().BeGreaterThan(2, "that something was said stays");
        (await app.LookAsync(db => db.Notes.SingleAsync())).Text.Should().BeNull();
        (await app.LookAsync(db => db.Ratings.SingleAsync())).Should().BeEquivalentTo(new { Score = 4, Words = (string?)null });
        var conversation = await app.LookAsync(db => db.Conversations.SingleAsync(c => c.Id == id));
        conversation.Should().BeEquivalentTo(new { CallBackNumber = (string?)null, Postcode = (string?)null, FlowPosition = (string?)null });
        conversation.WordsErasedAt.Should().NotBeNull();
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Need.Should().BeNull();
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();
        (await VerifyLogCommand.RunAsync(app.Get<IServiceProvider>(), TextWriter.Null, TextWriter.Null, Token)).Should().Be(0);
    }

    [Fact]
    public async Task More_than_are_looked_for_at_once_are_erased_in_one_run()
    {
        var app = await StartAsync(clock);
        for (var i = 0; i < 5; i++) await ServedAsync(app);
        await app.TamperAsync(async db => await RefusesAsync(db, (await db.Conversations.OrderBy(c => c.Id).Select(c => c.Id).Take(2).ToListAsync(Token))[1]));
        clock.Advance(TimeSpan.FromDays(31));

        (await new EraseWords(app.Get<Transactions>(), app.Get<IOptions<JobsOptions>>(), clock, NullLogger<EraseWords>.Instance) { MostAtOnce = 2 }.RunAsync(Token)).Should().Be(4, "one of them cannot be");

        (await app.LookAsync(db => db.Conversations.CountAsync(c => c.WordsErasedAt == null))).Should().Be(1);
    }

    [Fact]
    public async Task Nothing_is_erased_a_minute_too_early()
    {
        var app = await StartAsync(clock);
        await ServedAsync(app);
        clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));

        (await app.Get<EraseWords>().RunAsync(Token)).Should().Be(0);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Need.Should().Be(AccessNeed.SignLanguage);
    }

    [Fact]
    public async Task Where_counsellors_were_rung_goes_with_the_words()
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync());
        var line = new CounsellorLine { Id = MassTransit.NewId.NextGuid(), HandoffId = handoff.Id, ConversationId = citizen.ConversationId, CounsellorId = "conseiller1", Address = Mobile };
        line.End(LineEnding.Done, counsellorIsGone: true, clock.GetUtcNow());
        var second = new SecondLine { Id = MassTransit.NewId.NextGuid(), LineId = line.Id, HandoffId = handoff.Id, CounsellorId = "conseiller2", Address = Mobile };
        second.End(LineEnding.Done, isGone: true, clock.GetUtcNow());
        await app.TamperAsync(async db =>
        {
            db.AddRange(line, second);
            await db.SaveChangesAsync();
        });
        clock.Advance(TimeSpan.FromDays(29));
        await app.Get<DropTraces>().RunAsync(Token);
        (await app.LookAsync(db => db.CounsellorLines.SingleAsync())).Address.Should().Be(Mobile, "it may still be asked about");

        clock.Advance(TimeSpan.FromDays(2));
        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.CounsellorLines.SingleAsync())).Address.Should().BeEmpty();
        (await app.LookAsync(db => db.SecondLines.SingleAsync())).Address.Should().BeEmpty();
    }

    [Fact]
    public async Task An_open_request_keeps_its_words_however_old()
    {
        var app = await StartAsync(clock);
        var citizen = await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(300));

        await app.Get<EraseWords>().RunAsync(Token);
        await app.Get<DropTraces>().RunAsync(Token);

        (await citizen.ReadsAsync()).Should().NotBeEmpty().And.OnlyContain(a => a.Text != null);
    }

    [Fact]
    public async Task Words_said_later_are_erased_later()
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        clock.Advance(TimeSpan.FromDays(20));
        await citizen.SaysAsync("encore une question");
        clock.Advance(TimeSpan.FromDays(11));

        await app.Get<EraseWords>().RunAsync(Token);
        (await citizen.ReadsAsync()).Where(a => a.Author == Author.Citizen).Select(a => a.Text).Should().Equal(null, "encore une question");
        clock.Advance(TimeSpan.FromDays(20));
        await app.Get<EraseWords>().RunAsync(Token);

        (await citizen.ReadsAsync()).Should().OnlyContain(a => a.Text == null);
    }

    [Fact]
    public async Task What_is_written_of_a_request_long_after_its_end_is_gone_as_long_after()
    {
        var app = await StartAsync(clock);
        await ServedAsync(app);
        var receipt = ReceiptCode.Print(await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).SingleAsync()));
        clock.Advance(TimeSpan.FromDays(31));
        await app.Get<EraseWords>().RunAsync(Token);
        (await app.Get<GiveRating>().RunAsync(receipt, 2, Solved.No, "mon dossier 123 est perdu", Token)).Should().BeNull();
        (await app.Get<AddNote>().RunAsync("conseiller1", receipt, "a rappelé la mairie", draftId: null, Token)).Should().BeNull();
        clock.Advance(TimeSpan.FromDays(29));

        await app.Get<EraseWords>().RunAsync(Token);
        (await WordsAfterwardsAsync(app)).Should().BeEquivalentTo("mon dossier 123 est perdu", "a rappelé la mairie");
        clock.Advance(TimeSpan.FromDays(2));
        await app.Get<EraseWords>().RunAsync(Token);

        (await WordsAfterwardsAsync(app)).Should().BeEmpty();
        (await app.LookAsync(db => db.Ratings.SingleAsync())).Score.Should().Be(2, "the figures keep it");
    }

    [Fact]
    public async Task A_conversation_that_never_asked_is_gone_as_a_whole()
    {
        var app = await StartAsync(clock);
        var asked = await app.CitizenComesAsync(asksNow: true);
        var chatted = await app.CitizenComesAsync();
        await chatted.SaysAsync("bonjour");
        clock.Advance(TimeSpan.FromDays(31));

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.Conversations.Select(c => c.Id).ToListAsync())).Should().Equal(asked.ConversationId);
        (await app.LookAsync(db => db.Activities.CountAsync(a => a.ConversationId == chatted.ConversationId))).Should().Be(0);
    }

    [Fact]
    public async Task With_a_conversation_that_never_asked_go_the_numbers_that_led_to_it()
    {
        var app = await StartAsync(clock);
        await TextsAsync(app, "SM1", "bonjour");
        await CallsAsync(app, (await app.CitizenComesAsync()).ConversationId);
        var asked = await app.CitizenComesAsync(asksNow: true);
        await CallsAsync(app, asked.ConversationId);
        clock.Advance(TimeSpan.FromDays(31));

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.SmsThreads.CountAsync())).Should().Be(0);
        (await app.LookAsync(db => db.PhoneCalls.Select(c => c.ConversationId).ToListAsync())).Should().Equal(asked.ConversationId);
    }

    [Fact]
    public async Task Numbers_that_outlived_their_conversations_go_as_well()
    {
        var app = await StartAsync(clock);
        await app.TamperAsync(async db =>
        {
            db.SmsThreads.Add(new SmsThread { Number = Mobile, ConversationId = MassTransit.NewId.NextGuid(), StartedAt = clock.GetUtcNow() });
            await db.SaveChangesAsync(Token);
        });
        await CallsAsync(app, MassTransit.NewId.NextGuid());

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.SmsThreads.CountAsync())).Should().Be(0);
        (await app.LookAsync(db => db.PhoneCalls.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Who_writes_again_by_text_message_begins_anew()
    {
        var app = await StartAsync(clock);
        await TextsAsync(app, "SM1", "bonjour");
        clock.Advance(TimeSpan.FromDays(31));
        await app.Get<DropTraces>().RunAsync(Token);

        (await TextsAsync(app, "SM2", "carte grise")).Should().BeNull("it is answered by messages of its own");

        (await app.LookAsync(db => db.Activities.Where(a => a.Author == Author.Citizen).Select(a => a.Text).ToListAsync())).Should().Equal("carte grise");
    }

    [Fact]
    public async Task A_wish_for_no_more_messages_stays_and_can_be_taken_back()
    {
        var app = await StartAsync(clock);
        await TextsAsync(app, "SM1", "bonjour");
        await app.TamperAsync(async db =>
        {
            (await db.SmsThreads.SingleAsync(Token)).Send(7);
            await db.SaveChangesAsync(Token);
        });
        await TextsAsync(app, "SM2", "STOP");
        clock.Advance(TimeSpan.FromDays(31));
        await app.Get<DropTraces>().RunAsync(Token);
        (await app.LookAsync(db => db.Conversations.CountAsync())).Should().Be(0);
        (await app.LookAsync(db => db.SmsThreads.SingleAsync())).StoppedAt.Should().NotBeNull();

        (await TextsAsync(app, "SM3", "carte grise")).Should().BeNull();

        var conversation = await app.LookAsync(db => db.Conversations.SingleAsync());
        (await app.LookAsync(db => db.SmsThreads.SingleAsync())).Should().BeEquivalentTo(
            new { ConversationId = conversation.Id, StoppedAt = (DateTimeOffset?)null, SentUpTo = 0 }, "the first answers are to be sent");
    }

    [Fact]
    public async Task Who_has_just_come_and_said_nothing_yet_stays()
    {
        var app = await StartAsync(clock);
        await TextsAsync(app, "SM1", "AIDE");

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1);
        (await app.LookAsync(db => db.SmsThreads.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task The_stream_of_a_desk_goes_on_with_the_next_number()
    {
        var app = await StartAsync(clock);
        await ServedAsync(app);
        var before = await app.Get<DeskEvents>().LastNumberAsync("conseiller1", Token);
        clock.Advance(TimeSpan.FromDays(15));

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.DeskEvents.Select(e => e.Number).ToListAsync())).Should().Equal(before);
        (await app.LookAsync(db => db.Inbox.CountAsync())).Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_erased_is_gone_on_with_neither_by_its_receipt_nor_by_its_key(bool byReceipt)
    {
        var app = await StartAsync(clock);
        var before = await ServedAsync(app);
        var receipt = ReceiptCode.Print((await before.HandoffAsync()).Receipt);
        await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.RefusesAssistant, true), Token));
        clock.Advance(TimeSpan.FromDays(31));
        await app.Get<EraseWords>().RunAsync(Token);

        var asking = byReceipt ? new Asking { ConversationId = MassTransit.NewId.NextGuid(), ShownReceipt = receipt } : new Asking { ConversationId = before.ConversationId };
        var accepted = await app.Get<AskHuman>().RunAsync(asking);

        accepted.Receipt.Should().NotBe(receipt);
        accepted.ConversationId.Should().NotBe(before.ConversationId);
        var begun = await app.LookAsync(db => db.Conversations.SingleAsync(c => c.Id == accepted.ConversationId));
        begun.Should().BeEquivalentTo(new { Territory = "23", RefusesAssistant = true, Postcode = (string?)null }, "what it was known for without a word stays so");
        (await before.ReadsAsync()).Should().OnlyContain(a => a.Text == null);
        (await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.EndedAt == null))).Territory.Should().Be("23");
    }

    [Fact]
    public async Task Words_that_are_kept_are_gone_on_with_by_receipt_and_key()
    {
        var app = await StartAsync(clock);
        var before = await ServedAsync(app);
        var receipt = ReceiptCode.Print((await before.HandoffAsync()).Receipt);
        clock.Advance(TimeSpan.FromDays(29));
        await app.Get<EraseWords>().RunAsync(Token);

        var accepted = await app.Get<AskHuman>().RunAsync(new Asking { ConversationId = MassTransit.NewId.NextGuid(), ShownReceipt = receipt });

        accepted.ConversationId.Should().Be(before.ConversationId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wish_for_no_more_messages_leads_to_no_request_any_more_and_who_writes_again_is_known_by_their_number(bool byFormerVersion)
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        await TextsAsync(app, "SM1", "je veux parler à un conseiller");
        var first = await desk.TakesNextAsync();
        (await desk.ClosesAsync(first)).Should().BeNull();
        await app.BecomesAsync(db => db.Handoffs.AllAsync(h => h.RatingInvitedAt != null));
        await TextsAsync(app, "SM2", "STOP");
        var erased = await app.LookAsync(db => db.Conversations.Select(c => c.Id).SingleAsync());
        clock.Advance(TimeSpan.FromDays(31));
        await app.Get<EraseWords>().RunAsync(Token);
        if (byFormerVersion) await app.TamperAsync(db => db.SmsThreads.ExecuteUpdateAsync(s => s.SetProperty(t => t.ConversationId, erased), Token));
        else (await app.LookAsync(db => db.SmsThreads.SingleAsync())).Should().BeEquivalentTo(new { Number = Mobile, ConversationId = Guid.Empty, SentUpTo = 0 });

        await TextsAsync(app, "SM3", "je veux parler à un conseiller");

        var open = await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.EndedAt == null));
        open.ConversationId.Should().NotBe(erased);
        (await SeenAsync()).Should().Match<DeskHandoffDetail>(seen => seen.TextedFrom == Mobile && !seen.TextsStopped);
        await TextsAsync(app, "SM4", "STOP");
        (await SeenAsync()).TextsStopped.Should().BeTrue("what is written would leave no more");

        Task<DeskHandoffDetail> SeenAsync() => app.Get<ReadDesk>().HandoffAsync("conseiller1", ReceiptCode.Print(open.Receipt), before: null, Token)!;
    }

    [Fact]
    public async Task A_conversation_that_a_former_version_went_on_with_shows_its_number_and_one_that_is_over_does_not()
    {
        var app = await StartAsync(clock);
        await TextsAsync(app, "SM1", "je veux parler à un conseiller");
        var receipt = ReceiptCode.Print(await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).SingleAsync()));
        var conversation = await app.LookAsync(db => db.Conversations.SingleAsync());

        await ErasedAtAsync(conversation.LastActivityAt.AddDays(-1));
        (await SeenAsync()).TextedFrom.Should().Be(Mobile);
        await ErasedAtAsync(conversation.LastActivityAt.AddDays(1));
        (await SeenAsync()).TextedFrom.Should().BeNull();

        Task ErasedAtAsync(DateTimeOffset at) => app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.WordsErasedAt, at), Token));
        Task<DeskHandoffDetail> SeenAsync() => app.Get<ReadDesk>().HandoffAsync("conseiller1", receipt, before: null, Token)!;
    }

    [Fact]
    public async Task A_stopped_number_of_a_former_version_leaves_what_it_asked()
    {
        var app = await StartAsync(clock);
        var erased = await ServedAsync(app);
        var kept = await ServedAsync(app);
        var began = clock.GetUtcNow();
        await app.TamperAsync(async db =>
        {
            foreach (var (number, conversationId) in new[] { (Mobile, erased.ConversationId), ("+33639981235", kept.ConversationId) })
            {
                var thread = new SmsThread { Number = number, ConversationId = conversationId, StartedAt = began };
                thread.Stop(began);
                db.SmsThreads.Add(thread);
            }
            await db.SaveChangesAsync(Token);
            await db.Conversations.Where(c => c.Id == erased.ConversationId).ExecuteUpdateAsync(s => s.SetProperty(c => c.WordsErasedAt, began.AddDays(1)), Token);
        });

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.SmsThreads.OrderBy(t => t.Number).Select(t => t.ConversationId).ToListAsync())).Should().Equal(Guid.Empty, kept.ConversationId);
    }

    private static Task<string?> TextsAsync(RouterApp app, string id, string text) => app.Get<TalkBySms>().HearAsync(id, Mobile, text);

    [Fact]
    public async Task What_is_written_of_it_while_its_citizen_talks_on_is_as_old_as_it_is()
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        var receipt = ReceiptCode.Print(await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).SingleAsync()));
        await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.CallBackNumber, "0199001234"), Token));
        clock.Advance(TimeSpan.FromDays(20));
        await citizen.SaysAsync("encore une question");
        clock.Advance(TimeSpan.FromDays(11));
        await app.Get<EraseWords>().RunAsync(Token);
        (await app.LookAsync(db => db.Conversations.Select(c => c.CallBackNumber).SingleAsync())).Should().BeNull("it was of a request that is over for long");
        (await app.Get<GiveRating>().RunAsync(receipt, 2, Solved.No, "mon dossier 123 est perdu", Token)).Should().BeNull();
        (await app.Get<AddNote>().RunAsync("conseiller1", receipt, "a rappelé la mairie", draftId: null, Token)).Should().BeNull();
        await citizen.SaysAsync("et une autre");
        clock.Advance(TimeSpan.FromDays(20));

        await app.Get<EraseWords>().RunAsync(Token);
        (await citizen.ReadsAsync()).Where(a => a.Author == Author.Citizen).Select(a => a.Text).Should().Equal(null, null, "et une autre");
        (await WordsAfterwardsAsync(app)).Should().BeEquivalentTo("mon dossier 123 est perdu", "a rappelé la mairie");
        clock.Advance(TimeSpan.FromDays(11));
        await app.Get<EraseWords>().RunAsync(Token);

        (await WordsAfterwardsAsync(app)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_postcode_goes_with_the_words_of_its_request_although_its_citizen_talks_on()
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        clock.Advance(TimeSpan.FromDays(20));
        await citizen.SaysAsync("encore une question");
        clock.Advance(TimeSpan.FromDays(11));

        await app.Get<EraseWords>().RunAsync(Token);

        (await app.LookAsync(db => db.Conversations.SingleAsync(c => c.Id == citizen.ConversationId))).Should().BeEquivalentTo(
            new { Postcode = (string?)null, Territory = "23", WordsErasedAt = (DateTimeOffset?)null });
    }

    [Fact]
    public async Task The_postcode_of_an_open_request_stays_however_old_the_one_before_it_is()
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        clock.Advance(TimeSpan.FromDays(20));
        await citizen.AsksForHumanAsync();
        clock.Advance(TimeSpan.FromDays(11));

        await app.Get<EraseWords>().RunAsync(Token);

        (await app.LookAsync(db => db.Conversations.Select(c => c.Postcode).SingleAsync())).Should().Be("23000");
    }

    [Fact]
    public async Task A_conversation_that_cannot_be_erased_keeps_the_words_of_no_other_and_the_metric_tells_of_it()
    {
        var app = await StartAsync(clock);
        var held = await ServedAsync(app);
        var other = await ServedAsync(app);
        await app.TamperAsync(db => RefusesAsync(db, held.ConversationId));
        var overdue = app.Get<ReadOverdue>();
        (await overdue.LookAsync(clock.GetUtcNow(), Token)).Should().Be(0);
        clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromHours(2));
        (await overdue.LookAsync(clock.GetUtcNow(), Token)).Should().BeInRange(7_000, 7_400);

        (await app.Get<EraseWords>().RunAsync(Token)).Should().Be(1);

        (await other.ReadsAsync()).Should().OnlyContain(a => a.Text == null);
        (await held.ReadsAsync()).Should().Contain(a => a.Text != null);
        (await app.LookAsync(db => db.Notes.CountAsync(n => n.Text != null))).Should().Be(0, "what was noted goes by a step of its own");
        (await overdue.LookAsync(clock.GetUtcNow(), Token)).Should().BeInRange(7_000, 7_400, "its words are still there");
    }

    [Fact]
    public async Task A_look_at_the_oldest_words_that_fails_is_not_begun_again_at_once_and_is_no_good_news()
    {
        var app = await StartAsync(clock);
        var overdue = new ReadOverdue(app.Get<Transactions>(), app.Get<IOptions<JobsOptions>>(), clock);
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE ratings RENAME TO ratings_away", Token));
        var refused = async () => await overdue.RunAsync(Token);
        await refused.Should().ThrowAsync<System.Data.Common.DbException>();
        await app.TamperAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE ratings_away RENAME TO ratings", Token));

        await refused.Should().ThrowAsync<InvalidOperationException>("the next look is not due yet, and what it would find is not known");
        clock.Advance(TimeSpan.FromMinutes(16));

        (await overdue.RunAsync(Token)).Should().Be(0);
    }

    [Theory]
    [InlineData("going on")]
    [InlineData("note")]
    [InlineData("rating")]
    [InlineData("line")]
    [InlineData("second line")]
    [InlineData("reading")]
    [InlineData("change")]
    public async Task What_is_erased_by_a_step_of_its_own_is_told_when_that_stands_still(string what)
    {
        var app = await StartAsync(clock);
        var citizen = await ServedAsync(app);
        var handoff = await citizen.HandoffAsync();
        var began = clock.GetUtcNow();
        // All else is gone, as it would be where only this step fails.
        if (what != "going on") await app.TamperAsync(db => db.Conversations.ExecuteUpdateAsync(s => s.SetProperty(c => c.WordsErasedAt, began.AddDays(999))));
        if (what != "note") await app.TamperAsync(db => db.Notes.ExecuteUpdateAsync(s => s.SetProperty(n => n.Text, (string?)null)));
        if (what != "rating") await app.TamperAsync(db => db.Ratings.ExecuteUpdateAsync(s => s.SetProperty(r => r.Words, (string?)null)));
        await app.TamperAsync(async db =>
        {
            var line = new CounsellorLine { Id = MassTransit.NewId.NextGuid(), HandoffId = handoff.Id, ConversationId = citizen.ConversationId, CounsellorId = "conseiller1", Address = "+33611000001" };
            line.Become(LineState.Over, began);
            if (what == "line") db.Add(line);
            var second = new SecondLine { Id = MassTransit.NewId.NextGuid(), LineId = line.Id, HandoffId = handoff.Id, CounsellorId = "conseiller1", Address = "+33611000001" };
            second.Become(SecondState.Over, began);
            if (what == "second line") db.Add(second);
            if (what == "reading") db.Looks.Add(new RecordedLook { Id = MassTransit.NewId.NextGuid(), At = began, Person = "conseiller1", Kind = LookKind.Handoff, HandoffId = handoff.Id });
            if (what == "change") db.CounsellorChanges.Add(new CounsellorChange { Id = MassTransit.NewId.NextGuid(), At = began, CounsellorId = "conseiller1", Person = "responsable1", Fields = ["skills"] });
            await db.SaveChangesAsync(Token);
        });
        clock.Advance(TimeSpan.FromDays(what is "reading" or "change" ? 181 : 31));
        if (what == "going on") await citizen.SaysAsync("bonjour");

        (await app.Get<ReadOverdue>().LookAsync(clock.GetUtcNow(), Token)).Should().Be(24 * 3600);
    }

    [Fact]
    public async Task Words_of_a_conversation_without_a_request_that_are_past_their_time_are_told_until_they_go()
    {
        var app = await StartAsync(clock);
        await (await app.CitizenComesAsync()).SaysAsync("bonjour");
        clock.Advance(TimeSpan.FromDays(31));
        (await app.Get<ReadOverdue>().LookAsync(clock.GetUtcNow(), Token)).Should().Be(24 * 3600);

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.Get<ReadOverdue>().LookAsync(clock.GetUtcNow(), Token)).Should().Be(0);
    }

    [Fact]
    public async Task Traces_that_cannot_be_dropped_keep_none_of_another_kind()
    {
        var app = await StartAsync(clock);
        await (await app.CitizenComesAsync()).SaysAsync("bonjour");
        await app.TamperAsync(async db =>
        {
            db.Inbox.AddRange(Enumerable.Range(0, 1_200).Select(number => new InboxEntry { MessageId = MassTransit.NewId.NextGuid(), Consumer = "test", At = clock.GetUtcNow() }));
            await db.SaveChangesAsync(Token);
            await RefusesToDropEventsAsync(db);
        });
        await ServedAsync(app);
        clock.Advance(TimeSpan.FromDays(31));

        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.DeskEvents.CountAsync())).Should().BeGreaterThan(1, "the test holds them");
        (await app.LookAsync(db => db.Inbox.CountAsync())).Should().Be(0, "and those who come after them go, in stretches");
        (await app.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1, "the one that asked");
    }

    /// <summary>As a row on a piece of the disk that is bad.</summary>
    private static async Task RefusesAsync(RouterDbContext db, Guid conversation)
    {
        if (db.Database.IsSqlite())
        {
            await SqlAsync(db, $"CREATE TRIGGER refuses BEFORE UPDATE ON activities WHEN lower(OLD.conversation_id) = '{conversation}' BEGIN SELECT RAISE(ABORT, 'no'); END");
            return;
        }
        await SqlAsync(db, "CREATE FUNCTION refuses() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql");
        await SqlAsync(db, $"CREATE TRIGGER refuses BEFORE UPDATE ON activities FOR EACH ROW WHEN (OLD.conversation_id = '{conversation}') EXECUTE FUNCTION refuses()");
    }

    private static async Task RefusesToDropEventsAsync(RouterDbContext db)
    {
        if (db.Database.IsSqlite())
        {
            await SqlAsync(db, "CREATE TRIGGER refuses BEFORE DELETE ON desk_events BEGIN SELECT RAISE(ABORT, 'no'); END");
            return;
        }
        await SqlAsync(db, "CREATE FUNCTION refuses() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no''; END' LANGUAGE plpgsql");
        await SqlAsync(db, "CREATE TRIGGER refuses BEFORE DELETE ON desk_events FOR EACH ROW EXECUTE FUNCTION refuses()");
    }

#pragma warning disable EF1002 // Words of this test.
    private static Task<int> SqlAsync(RouterDbContext db, string sql) => db.Database.ExecuteSqlRawAsync(sql, Token);
#pragma warning restore EF1002

    private Task CallsAsync(RouterApp app, Guid conversationId) => app.TamperAsync(async db =>
    {
        db.PhoneCalls.Add(new PhoneCall { Id = $"CA{conversationId:N}", ConversationId = conversationId, Number = Mobile, StartedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(Token);
    });

    private static async Task<List<string>> WordsAfterwardsAsync(RouterApp app) =>
    [
        .. await app.LookAsync(db => db.Ratings.Where(r => r.Words != null).Select(r => r.Words!).ToListAsync()),
        .. await app.LookAsync(db => db.Notes.Where(n => n.Text != null).Select(n => n.Text!).ToListAsync()),
    ];

    private static async Task<Citizen> ServedAsync(RouterApp app)
    {
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync();
        await citizen.SaysAsync("je veux parler à un conseiller");
        await citizen.GivesPostcodeAsync("23000");
        var receipt = await desk.TakesNextAsync();
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.SignLanguage, Token)).Should().BeNull();
        (await desk.SaysAsync(receipt, "Bonjour")).Should().BeNull();
        (await app.Get<AddNote>().RunAsync("conseiller1", receipt, "situation difficile", draftId: null, Token)).Should().BeNull();
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        (await app.Get<GiveRating>().RunAsync(receipt, 4, Solved.Yes, "merci à Nadia", Token)).Should().BeNull();
        await app.BecomesAsync(db => db.Handoffs.AllAsync(h => h.RatingInvitedAt != null));
        return citizen;
    }
}

public sealed class When_the_time_of_embedded_words_is_over : When_the_time_of_words_is_over
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_the_time_of_words_in_production_is_over(TestServersFixture fixture) : When_the_time_of_words_is_over
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
