using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.IntegrationTests.Steering;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Outbox;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.DeadLetters;

/// <summary>G9: whatever happens to a message, a person sees it; what it promised is kept; nothing is counted twice.</summary>
public abstract class When_a_message_fails_for_good : Journey
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_asking_that_cannot_be_taken_becomes_its_request_and_stands_at_the_desk_until_a_person_closes_it()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var asked = AskedWithoutLanguage(app);

        for (var copy = 0; copy < 3; copy++) await app.Get<IOutboxSender>().SendAsync(asked.HandoffId, asked, Token);

        var told = await desk.SeesAsync("dead-letter");
        told.GetProperty("receipt").GetString().Should().Be(ReceiptCode.Print(asked.Receipt));
        told.GetProperty("cause").GetString().Should().Be("Le service n'a pas pu traiter ce message.");
        var letter = (await app.Get<ReadDeadLetters>().OpenAsync(desk.Id, Token)).Should().ContainSingle("three copies are one message").Which;
        letter.Technical.Should().Contain(nameof(System.Globalization.CultureNotFoundException)).And.NotContain("no language");
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync());
        (handoff.Id, handoff.Receipt, handoff.AskedAt).Should().Be((asked.HandoffId, asked.Receipt, asked.AskedAt), "the receipt is good");
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse();

        (await app.Get<CloseDeadLetter>().RunAsync(desk.Id, letter.Id, "vu", Token))!.Code.Should().Be("dead-letter-not-yours");
        (await app.Get<TakeDeadLetter>().RunAsync(desk.Id, letter.Id, Token)).Should().BeNull();
        (await app.Get<TakeDeadLetter>().RunAsync(desk.Id, letter.Id, Token)).Should().BeNull("sent twice it is taken once");
        await app.CounsellorComesAsync("conseiller2");
        (await app.Get<TakeDeadLetter>().RunAsync("conseiller2", letter.Id, Token))!.Code.Should().Be("dead-letter-taken");
        var detail = await app.Get<ReadDeadLetters>().OneAsync(desk.Id, letter.Id, Token);
        detail!.Transcript.Should().NotBeEmpty("the conversation is known");
        (await app.Get<ReadDeadLetters>().OneAsync("conseiller2", letter.Id, Token)).Should().BeEquivalentTo(new { Fields = Array.Empty<ShownField>(), Transcript = Array.Empty<ActivityView>() }, "a colleague has it");
        detail.Fields.Should().Contain(f => f.Name == "Récépissé" && f.Value == asked.Receipt);
        (await app.Get<CloseDeadLetter>().RunAsync(desk.Id, letter.Id, " ", Token))!.Code.Should().Be("note-length");
        (await app.Get<CloseDeadLetter>().RunAsync(desk.Id, letter.Id, "La demande est dans la file.", Token)).Should().BeNull();
        (await app.Get<CloseDeadLetter>().RunAsync(desk.Id, letter.Id, "La demande est dans la file.", Token)).Should().BeNull();
        (await app.Get<TakeDeadLetter>().RunAsync("conseiller2", letter.Id, Token))!.Code.Should().Be("dead-letter-closed");
        (await app.Get<ReadDeadLetters>().OpenAsync(desk.Id, Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task One_that_is_about_nobody_s_departement_is_told_to_some_desks_and_stands_in_the_lists_of_all()
    {
        const int Desks = 50;
        var app = await StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await app.TamperAsync(async db =>
        {
            for (var number = 0; number < Desks; number++)
            {
                db.Counsellors.Add(new Counsellor
                {
                    Id = $"somebody{number:00}", FirstName = "S", LastName = $"{number}", Quality = "Q", SpaceName = "S", Territory = "23", Skills = ["general"],
                    Presence = number % 10 == 0 ? Presence.Available : Presence.Away, Capacity = 1, LeaseUntil = now.AddHours(1),
                });
            }
            await db.SaveChangesAsync(Token);
        });

        await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(NewId.NextGuid(), FailedBy.NoConsumer, "sr-x", null, null, "{}", null, DateTimeOffset.UnixEpoch), Token);

        var told = await app.LookAsync(db => db.DeskEvents.Where(e => e.Kind == "dead-letter").Select(e => e.CounsellorId).ToListAsync(Token));
        told.Should().HaveCount(20).And.OnlyHaveUniqueItems("each costs every offer and every word at that desk a wait");
        told.Should().Contain(["somebody00", "somebody10", "somebody20", "somebody30", "somebody40"], "they may be asked now");
        foreach (var id in Enumerable.Range(0, Desks).Select(number => $"somebody{number:00}").Except(told).Take(3))
            (await app.Get<ReadDeadLetters>().OpenAsync(id, Token)).Should().ContainSingle();
    }

    [Fact]
    public async Task Whoever_has_closed_it_reads_no_words_by_it_any_more()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await citizen.SaysAsync("mon loyer");
        await KeepAsync(app, (await citizen.HandoffAsync()).Id, "{\"text\":\"mon loyer\"}");
        var id = (await desk.SeesAsync("dead-letter")).GetProperty("id").GetGuid();
        (await app.Get<TakeDeadLetter>().RunAsync(desk.Id, id, Token)).Should().BeNull();
        var inHand = (await app.Get<ReadDeadLetters>().OneAsync(desk.Id, id, Token))!;
        (inHand.Fields.Count, inHand.Transcript.Count).Should().Match<(int Fields, int Transcript)>(seen => seen.Fields > 0 && seen.Transcript > 0);
        (await app.Get<CloseDeadLetter>().RunAsync(desk.Id, id, "appelé", Token)).Should().BeNull();

        await citizen.SaysAsync("et mon adresse est");

        var closed = (await app.Get<ReadDeadLetters>().OneAsync(desk.Id, id, Token))!;
        closed.Transcript.Should().BeEmpty("it goes on, and nobody records who reads it here");
        closed.Fields.Should().BeEmpty();
        closed.Note.Should().Be("appelé");
    }

    [Fact]
    public async Task A_row_that_cannot_be_sent_is_parked_after_its_tries_and_what_is_behind_it_leaves()
    {
        // A row that was taken is taken again a quarter of a minute later.
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock, "--Bus:TriesOfFaultyRow=2");
        var faulty = new Dictionary<Guid, (string Type, string Body)>
        {
            [NewId.NextGuid()] = ("ServiceRouter.Contracts.Handoffs.HandoffImagined", "{\"HandoffId\":\"x\"}"),
            [NewId.NextGuid()] = (typeof(HandoffWaiting).FullName!, "{\"HandoffId\":\"" + new string('x', 300_000) + "\"}"),
            [NewId.NextGuid()] = (typeof(HandoffWaiting).FullName!, "not json"),
        };
        var places = new Dictionary<Guid, (Guid Handoff, Guid Conversation)>();
        // Rows of one request leave in order, so each of the three stands before a good one of its own.
        foreach (var (id, (type, body)) in faulty)
        {
            var citizen = await app.CitizenComesAsync(asksNow: true);
            var handoff = await citizen.HandoffAsync();
            places[id] = (handoff.Id, citizen.ConversationId);
            await app.TamperAsync(async db =>
            {
                db.Outbox.Add(Row(id, type, body));
                db.Outbox.Add(Row(NewId.NextGuid(), typeof(HandoffWaiting).FullName!, $"{{\"HandoffId\":\"{handoff.Id}\",\"Version\":1}}"));
                await db.SaveChangesAsync(Token);
            });

            OutboxMessage Row(Guid row, string its, string holds) =>
                new() { Id = row, Key = handoff.Id, Type = its, Body = holds, WrittenAt = handoff.AskedAt, ClaimedBy = "gone", ClaimedUntil = handoff.AskedAt };
        }

        await Eventually.HoldsAsync(() =>
        {
            clock.Advance(OutboxTable.Interval);
            return app.LookAsync(async db => !await db.Outbox.AnyAsync());
        }, "what cannot be sent makes way for the row behind it");
        var letters = await app.LookAsync(db => db.DeadLetters.ToListAsync());
        letters.Select(l => (l.Id, l.HandoffId, l.ConversationId)).Should().BeEquivalentTo(places.Select(p => (p.Key, (Guid?)p.Value.Handoff, (Guid?)p.Value.Conversation)));
        letters.Should().OnlyContain(l => l.FailedBy == FailedBy.Sending);
        (await app.Get<ReadDeadLetters>().CountAsync(Token)).Count.Should().Be(3);
    }

    [Fact]
    public async Task One_that_a_colleague_took_who_went_home_without_saying_so_is_told_to_others_and_taken_by_them()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var gone = await app.CounsellorComesAsync("conseiller1");
        var colleague = await app.CounsellorComesAsync("conseiller2");
        var handoff = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        // Of the département of whoever went home, and of nobody else's who is there.
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoff.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.Territory, db.Counsellors.Single(c => c.Id == gone.Id).Territory), Token));
        await KeepAsync(app, handoff.Id);
        var id = (await gone.SeesAsync("dead-letter")).GetProperty("id").GetGuid();
        (await app.Get<TakeDeadLetter>().RunAsync(gone.Id, id, Token)).Should().BeNull();
        (await app.Get<TakeDeadLetter>().RunAsync(colleague.Id, id, Token))!.Code.Should().Be("dead-letter-taken");
        (await SeenAsync()).TakerIsGone.Should().BeFalse();

        clock.Advance(new DeskOptions().Lease);
        await colleague.StaysAliveAsync();
        (await SeenAsync()).TakerIsGone.Should().BeTrue("the desk has a button for it then");

        (await app.Get<TakeDeadLetter>().RunAsync(colleague.Id, id, Token)).Should().BeNull("nobody has it in hand any more");
        await KeepAsync(app, handoff.Id);
        await colleague.SeesAsync("dead-letter");

        async Task<DeskDeadLetter> SeenAsync() => (await app.Get<ReadDeadLetters>().OneAsync(colleague.Id, id, Token))!.Letter;
    }

    private static Task KeepAsync(RouterApp app, Guid handoffId, string body = "{}") =>
        app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(NewId.NextGuid(), FailedBy.NoConsumer, "sr-x", null, null, body, handoffId, DateTimeOffset.UnixEpoch), Token);

    [Fact]
    public async Task Its_words_are_erased_like_other_words_and_only_after_a_person_closed_it()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        var box = app.Get<IDeadLetterBox>();
        var ids = new[] { NewId.NextGuid(), NewId.NextGuid() };
        foreach (var id in ids)
            await box.KeepAsync(new FailedMessage(id, FailedBy.NoConsumer, "sr-x", null, null, "{\"text\":\"mon loyer\"}", null, DateTimeOffset.UnixEpoch), Token);
        (await app.Get<TakeDeadLetter>().RunAsync(desk.Id, ids[0], Token)).Should().BeNull();
        (await app.Get<CloseDeadLetter>().RunAsync(desk.Id, ids[0], "appelé", Token)).Should().BeNull();
        await app.TamperAsync(db => db.DeadLetters.Where(d => d.ClosedAt != null).ExecuteUpdateAsync(s => s.SetProperty(d => d.ClosedAt, DateTimeOffset.UnixEpoch)));

        await app.Get<Retention.EraseWords>().RunAsync(Token);

        var letters = await app.LookAsync(db => db.DeadLetters.ToDictionaryAsync(d => d.Id));
        (letters[ids[0]].Body, letters[ids[0]].Note).Should().Be((null, null));
        letters[ids[1]].Body.Should().Contain("mon loyer", "as long as nobody has closed it, somebody needs it");
        (await app.Get<ReadDeadLetters>().OneAsync(desk.Id, ids[0], Token))!.Fields.Should().BeEmpty();
    }

    [Fact]
    public async Task Behind_hundreds_that_a_broken_queue_leaves_the_trace_of_a_person_is_seen()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var (near, far) = (await app.CounsellorComesAsync("conseiller1"), await app.CounsellorComesAsync("conseiller4"));
        var territory = (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == near.Id))).Territory;
        var last = NewId.NextGuid();
        await app.TamperAsync(async db =>
        {
            // More than a desk shows, of a request that is known, and all older.
            for (var i = 0; i < 1001; i++) db.Add(Failed(i == 1000 ? last : NewId.NextGuid(), typeof(HandoffEnded).FullName, NewId.NextGuid(), territory, clock.GetUtcNow().AddSeconds(i - 2000)));
            await db.SaveChangesAsync();
        });
        (await app.Get<TakeDeadLetter>().RunAsync(near.Id, last, Token)).Should().BeNull();
        var person = NewId.NextGuid();

        await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(person, FailedBy.Journal, "journal", null, null, null, null, clock.GetUtcNow()), Token);

        var seen = await app.Get<ReadDeadLetters>().AtDeskAsync(near.Id, Token);
        seen.Shown.Take(2).Select(letter => letter.Id).Should().Equal(last, person);
        (seen.Shown.Count, seen.InAll).Should().Be((200, 1002));
        // Of the others' pool until it was taken by nobody for a while.
        (await app.Get<ReadDeadLetters>().OpenAsync(far.Id, Token))[0].Id.Should().Be(person);

        static DeadLetter Failed(Guid id, string? type, Guid handoff, string territory, DateTimeOffset at) =>
            DeadLetter.Of(new FailedMessage(id, FailedBy.Consumer, "sr-satisfaction_error", type, null, null, handoff, at), handoff, null, territory, null, at);
    }

    [Fact]
    public async Task One_about_a_known_request_is_told_to_its_pool_and_later_shown_to_everyone()
    {
        var app = await StartAsync();
        var (near, far) = (await app.CounsellorComesAsync("conseiller1"), await app.CounsellorComesAsync("conseiller4"));
        var territories = await app.LookAsync(db => db.Counsellors.Where(c => c.Id == near.Id || c.Id == far.Id).OrderBy(c => c.Id).Select(c => c.Territory).ToListAsync());
        territories.Distinct().Should().HaveCount(2);
        var handoff = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var skill = (await app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == near.Id))).Skills[0];
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(s => s.SetProperty(h => h.Territory, territories[0]).SetProperty(h => h.Skill, skill)));
        var letter = new FailedMessage(NewId.NextGuid(), FailedBy.Consumer, "sr-x", null, null, $"{{\"handoffId\":\"{handoff.Id}\"}}", null, DateTimeOffset.UnixEpoch);

        await app.Get<IDeadLetterBox>().KeepAsync(letter, Token);

        (await near.SeesAsync("dead-letter")).GetProperty("receipt").GetString().Should().Be(ReceiptCode.Print(handoff.Receipt));
        (await app.Get<ReadDeadLetters>().OpenAsync(near.Id, Token)).Should().ContainSingle();
        (await app.LookAsync(db => db.DeskEvents.CountAsync(e => e.Kind == "dead-letter" && e.CounsellorId == far.Id))).Should().Be(0);
        (await app.Get<ReadDeadLetters>().OpenAsync(far.Id, Token)).Should().BeEmpty();
        await app.TamperAsync(db => db.DeadLetters.ExecuteUpdateAsync(s => s.SetProperty(d => d.KeptAt, DateTimeOffset.UnixEpoch)));
        (await app.Get<ReadDeadLetters>().OpenAsync(far.Id, Token)).Should().ContainSingle("nobody of the pool took it in time");
    }

    private protected static HandoffAsked AskedWithoutLanguage(RouterApp app) =>
        Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero)) with { Language = "no language" };
}

public sealed class When_an_embedded_message_fails_for_good : When_a_message_fails_for_good
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_a_message_in_production_fails_for_good(TestServersFixture fixture) : When_a_message_fails_for_good
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}
