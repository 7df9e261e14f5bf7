using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Routing;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Exercises;

public sealed class When_citizens_share_the_service_with_an_exercise
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_public_figure_and_no_figure_of_the_manager_changes()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.CitizenComesAsync(asksNow: true);
        using var months = new ReadMonth(app.Get<Platform.Storage.Transactions>(), TimeProvider.System);
        // Chosen once: another may begin between the two readings.
        var month = (await months.MonthsAsync(Token))[0];
        var before = await FiguresAsync(app, months, month);

        (await app.DrillAsync(ExerciseKind.Broker)).ShouldBeKept();

        (await FiguresAsync(app, months, month)).Should().Be(before);
        var check = await app.Get<CheckNow>().RunAsync("responsable1", Token);
        (check.Asked, check.Accounted, check.Receipts.Length).Should().Be((1, 1, 0));
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.Territory == SealedTerritory.Code))).Should().BePositive("the exercise is in the database all the same");
    }

    [Fact]
    public async Task No_door_is_counted_that_took_a_request_of_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Doors:LookAgainInterval=00:00:00.200");
        var (inside, counted) = (0, 0);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Measures.MeterName && instrument.Name == "sr.doors.accepted") self.EnableMeasurementEvents(instrument);
        };
        // Tests beside this one count as well, on their own way.
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => (ExerciseScope.Current is null ? ref counted : ref inside)++);
        listener.Start();

        (await app.DrillAsync(ExerciseKind.Database)).ShouldBeKept();
        inside.Should().Be(0, "another door than the database is an alarm");
        await app.CitizenComesAsync(asksNow: true);

        counted.Should().BePositive();
    }

    [Fact]
    public async Task A_counsellor_on_line_is_offered_nothing_of_it_and_sees_nothing_of_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.CounsellorComesAsync();

        var report = await app.DrillAsync(ExerciseKind.Broker);

        report.ShouldBeKept();
        var seen = await app.LookAsync(db => db.Offers.Where(o => o.CounsellorId == "conseiller1").CountAsync());
        seen.Should().Be(0);
        (await app.Get<ReadDesk>().HandoffAsync("conseiller1", report.Citizens[0].Receipt!, before: null, Token)).Should().BeNull();
        (await app.Get<ReadDesk>().ColleaguesAsync("conseiller1", Token)).Should().OnlyContain(c => c.Territory != SealedTerritory.Code);
    }

    [Fact]
    public async Task A_citizen_s_place_and_counsellors_on_line_are_those_of_citizens()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await OpenExerciseAsync(app, TimeProvider.System.GetUtcNow().AddHours(-1));
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var handoff = await citizen.HandoffAsync();

        var place = await app.Get<FindQueuePlace>().RunAsync(handoff.Id, TimeProvider.System.GetUtcNow(), Token);

        place.Should().Match<QueuePlace>(p => p.Place == 1 && p.CounsellorsOnLine == 0);
        (await app.Get<ReadDesk>().HandoffsAsync("conseiller1", HandoffState.Waiting, Token)).Should().ContainSingle().Which.Id.Should().Be(handoff.Id);
    }

    [Fact]
    public async Task It_is_reached_however_many_citizens_wait_and_their_queue_is_not_read_for_it()
    {
        const int Many = 300;
        var seen = new RowsRead();
        await using var app = await RouterApp.StartAsync(
            RouterSetUp.EmbeddedInMemory(), clock: null, services => services.ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(seen)), "--Routing:PassSize=200");
        await app.MatchesNoMoreAsync();
        var now = TimeProvider.System.GetUtcNow();
        await app.TamperAsync(async db =>
        {
            for (var i = 0; i < Many; i++) Waits(app, db, now.AddHours(-1), territory: null);
            await db.SaveChangesAsync();
        });
        // Nobody is there for them: in such an hour the queue is longest.
        var played = await OpenExerciseAsync(app, now);
        seen.Rows = 0;

        (await app.Get<MatchWaiting>().RunAsync(Token)).Should().Be(1);

        (await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.Id == played.Id))).State.Should().Be(HandoffState.Offered);
        seen.Rows.Should().BePositive().And.BeLessThan(Many);
    }

    [Fact]
    public async Task A_message_that_failed_is_told_to_those_on_its_own_side_alone()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        await app.TamperAsync(async db =>
        {
            (await db.Counsellors.AsTracking().SingleAsync(c => c.Id == desk.Id)).Skills = ["logement"];
            await db.SaveChangesAsync();
        });
        var played = await OpenExerciseAsync(app, TimeProvider.System.GetUtcNow());
        var asked = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();

        await FailsAsync(asked.Id);
        await FailsAsync(played.Id);

        asked.Skill.Should().Be("general", "the played counsellor alone has it");
        var told = await app.LookAsync(db => db.DeskEvents.Where(e => e.Kind == "dead-letter").Select(e => new { e.CounsellorId, e.HandoffId }).ToListAsync());
        told.Should().BeEquivalentTo([new { CounsellorId = desk.Id, HandoffId = asked.Id }, new { CounsellorId = "played", HandoffId = played.Id }]);
        await app.TamperAsync(db => db.DeadLetters.ExecuteUpdateAsync(d => d.SetProperty(x => x.KeptAt, TimeProvider.System.GetUtcNow().AddDays(-1))));
        (await app.Get<ReadDeadLetters>().OpenAsync(desk.Id, Token)).Should().ContainSingle("after a while it is everyone's, on its side").Which.Receipt.Should().Be(ReceiptCode.Print(asked.Receipt));
        (await app.Get<ReadDeadLetters>().CountAsync(Token)).Count.Should().Be(1);

        Task FailsAsync(Guid handoff) => app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(MassTransit.NewId.NextGuid(), FailedBy.NoConsumer, "sr-x", null, null, "{}", handoff, DateTimeOffset.UnixEpoch), Token);
    }

    [Theory]
    [InlineData("territoire", SealedTerritory.Code)]
    [InlineData("territory", SealedTerritory.Code)]
    [InlineData("code", SealedTerritory.Code)]
    [InlineData("exercice", "true")]
    public async Task A_forged_field_leads_nobody_into_it(string field, string value)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);

        var receipt = await citizen.AsksForHumanAsync((field, value));
        await citizen.SendsAsync($"/demande/{receipt}?handler=Lieu", ("code", SealedTerritory.Code), (field, value));

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Territory.Should().BeNull();
    }

    [Fact]
    public async Task The_receipt_of_an_exercise_leads_nobody_into_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var played = await OpenExerciseAsync(app, TimeProvider.System.GetUtcNow());
        using var citizen = new CitizenHttp(app);

        await citizen.AsksForHumanAsync(("recepisse", ReceiptCode.Print(played.Receipt)));
        await citizen.SendsAsync($"/demande/{ReceiptCode.Print(played.Receipt)}", ("texte", "je suis une vraie personne"), ("envoi", "1"));

        var rows = await app.LookAsync(db => db.Handoffs.ToListAsync());
        rows.Should().HaveCount(2);
        rows.Single(h => h.Id != played.Id).Should().Match<Handoff>(h => h.Territory == null && h.ConversationId != played.ConversationId);
        (await app.LookAsync(db => db.Activities.AnyAsync(a => a.ConversationId == played.ConversationId && a.Text == "je suis une vraie personne"))).Should().BeFalse();
    }

    [Fact]
    public async Task No_account_and_no_transfer_crosses_the_seal()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        await app.TamperAsync(async db =>
        {
            db.Counsellors.Add(new Counsellor { Id = "played", FirstName = "E", LastName = "1", Quality = "Q", SpaceName = "S", Territory = SealedTerritory.Code });
            await db.SaveChangesAsync();
        });

        (await desk.TransfersAsync(receipt, pool: null, colleague: "played"))!.Code.Should().Be("transfer-colleague");
        (await desk.TransfersAsync(receipt, pool: SealedTerritory.Code, colleague: null))!.Code.Should().Be("transfer-pool");

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Territory.Should().BeNull();
        SignedInCounsellor.From(new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity(
        [
            new(System.Security.Claims.ClaimTypes.NameIdentifier, "someone"), new(SignedInCounsellor.TerritoryClaim, SealedTerritory.Code),
        ]))).Territory.Should().BeEmpty();
    }

    [Theory]
    [InlineData(FailedBy.Returns)]
    [InlineData(FailedBy.Journal)]
    public async Task An_asking_of_it_that_is_taken_with_nothing_but_its_identity_stays_sealed(FailedBy failedBy)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        var asked = await PlayedAskingAsync(app, isDropped: false);
        var text = JsonSerializer.Serialize(asked);

        await KeepAsync(app, failedBy, failedBy == FailedBy.Journal ? text[..^1] : text);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.Id == asked.HandoffId && h.Territory == SealedTerritory.Code && h.ConversationId == asked.ConversationId);
        (await app.LookAsync(db => db.HandoffLog.OrderBy(e => e.Number).Select(e => e.Actor).FirstAsync())).Should().Be(HandoffRecord.Exercise, "the register counts it nowhere");
        (await app.LookAsync(db => db.DeadLetters.SingleAsync())).Territory.Should().Be(SealedTerritory.Code);
        (await app.LookAsync(db => db.DeskEvents.AnyAsync(e => e.CounsellorId == desk.Id && e.Kind == "dead-letter"))).Should().BeFalse("no counsellor has work with it");
        (await app.Get<CheckLedger>().RunAsync(Token)).IsIncident.Should().BeFalse("an exercise has its conversation");
    }

    [Fact]
    public async Task Damaged_bytes_with_a_receipt_of_it_take_no_citizen_into_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var played = await PlayedAskingAsync(app, isDropped: false);

        // Pieces of two askings: the rest is somebody else's.
        await KeepAsync(app, FailedBy.Journal, JsonSerializer.Serialize(played with { ConversationId = MassTransit.NewId.NextGuid() })[..^1]);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Territory.Should().BeNull("somebody may wait, and would be seen by nobody");
    }

    [Fact]
    public async Task An_asking_of_it_whose_conversation_was_deleted_meanwhile_stays_sealed()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var asked = await PlayedAskingAsync(app, isDropped: true);

        await app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, Token);

        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Territory.Should().Be(SealedTerritory.Code);
    }

    /// <summary>As a played citizen's page sends it, who was shown its receipt.</summary>
    private static async Task<HandoffAsked> PlayedAskingAsync(RouterApp app, bool isDropped)
    {
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await app.TamperAsync(async db =>
        {
            if (!isDropped)
                db.Conversations.Add(new Conversation { Id = asked.ConversationId, Channel = "web", Language = "fr", KeyHash = asked.KeyHash ?? "", StartedAt = asked.AskedAt, Territory = SealedTerritory.Code });
            db.ExerciseCitizens.Add(new ExerciseCitizen
            {
                ConversationId = asked.ConversationId, ExerciseId = MassTransit.NewId.NextGuid(), Drill = ExerciseKind.Database, Number = 1, AskedAt = asked.AskedAt, Receipt = ReceiptCode.Print(asked.Receipt),
            });
            await db.SaveChangesAsync();
        });
        return asked;
    }

    private static Task KeepAsync(RouterApp app, FailedBy failedBy, string text)
    {
        var failed = ReadFailedMessage.Of(failedBy, "journal", Encoding.UTF8.GetBytes(text), null, "damaged", TimeProvider.System.GetUtcNow());
        return app.Get<IDeadLetterBox>().KeepAsync(failed with { Type = typeof(HandoffAsked).FullName }, Token);
    }

    private static Handoff Waits(RouterApp app, RouterDbContext db, DateTimeOffset askedAt, string? territory)
    {
        var handoff = new Handoff
        {
            Id = MassTransit.NewId.NextGuid(), Receipt = app.Get<ReceiptSeal>().New(), ConversationId = MassTransit.NewId.NextGuid(), Channel = "web", Language = "fr", Skill = "general",
            Reason = "demande_humain", Territory = territory, Rank = HandoffRank.Ordinary, AskedAt = askedAt,
        };
        handoff.Ask(askedAt);
        db.Conversations.Add(new Conversation { Id = handoff.ConversationId, Channel = "web", Language = "fr", KeyHash = "", StartedAt = askedAt, Territory = territory });
        db.Handoffs.Add(handoff);
        return handoff;
    }

    private static async Task<Handoff> OpenExerciseAsync(RouterApp app, DateTimeOffset askedAt)
    {
        Handoff handoff = null!;
        await app.TamperAsync(async db =>
        {
            handoff = Waits(app, db, askedAt, SealedTerritory.Code);
            db.Counsellors.Add(new Counsellor
            {
                Id = "played", FirstName = "E", LastName = "1", Quality = "Q", SpaceName = "S", Territory = SealedTerritory.Code, Presence = Presence.Available,
                Capacity = 1, LeaseUntil = TimeProvider.System.GetUtcNow().AddHours(1), Skills = ["general"],
            });
            await db.SaveChangesAsync();
        });
        return handoff;
    }

    /// <summary>How many rows were read, of whatever table.</summary>
    private sealed class RowsRead : DbCommandInterceptor
    {
        private int rows;

        public int Rows
        {
            get => rows;
            set => rows = value;
        }

        public override ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        {
            Interlocked.Add(ref rows, eventData.ReadCount);
            return base.DataReaderClosingAsync(command, eventData, result);
        }
    }

    private static async Task<string> FiguresAsync(RouterApp app, ReadMonth months, DateOnly chosen)
    {
        app.Get<ReadRegister>().Renew();
        var register = await app.Get<ReadRegister>().RunAsync(Token);
        var figures = await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find("day")!, Token);
        var month = await months.RunAsync(chosen, Token);
        return string.Join('\n', new object?[] { register, figures, month }.Select(Timeless));
    }

    // When it was counted is no figure.
    private static string Timeless(object? figures)
    {
        var json = JsonSerializer.SerializeToNode(figures, JsonSerializerOptions.Web)!.AsObject();
        foreach (var moment in (string[])["asOf", "from", "bars"]) json.Remove(moment);
        return json.ToJsonString();
    }
}
