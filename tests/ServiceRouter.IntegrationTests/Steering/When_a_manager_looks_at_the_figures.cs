using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Steering;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Satisfaction;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_a_manager_looks_at_the_figures : Journey
{
    private static SteeringPeriod Hour => SteeringPeriod.Find("hour")!;

    [Fact]
    public async Task A_served_and_rated_request_is_in_the_figures_of_the_hour()
    {
        var app = await StartAsync();
        await ServedAndRatedAsync(app);
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.CitizenComesAsync();

        var figures = await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken);

        figures.Should().BeEquivalentTo(new { Conversations = 3L, ConversationsThatAsked = 2L, Asked = 2L, Gap = 0L });
        figures.Account.Should().BeEquivalentTo(new { Served = 1L, Withdrawn = 1L, Answered = 1L });
        figures.Ratings.Should().BeEquivalentTo(new { Count = 1L, Mean = 4.0, SolvedYes = 0L, SolvedPartly = 1L, SolvedNo = 0L });
        figures.Offers.Accepted.Should().Be(1);
        figures.FirstHuman.P90.Should().NotBeNull();
        figures.Bars.Sum(bar => bar.Asked).Should().Be(2);
        figures.ByChannel.Should().ContainSingle(share => share.Name == "web" && share.Asked == 2);
    }

    [Fact]
    public async Task An_asking_stands_under_the_day_on_which_it_was_asked()
    {
        // Sixteen hours in Paris, of a Monday.
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 6, 8, 14, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        foreach (var asked in (DateTimeOffset[])[Paris(1, 17, 0), Paris(7, 23, 59), Paris(8, 0, 0), Paris(8, 15, 59)])
        {
            var handoff = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
            await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.AskedAt, asked)));
        }

        var figures = await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find("week")!, TestContext.Current.CancellationToken);

        figures.Bars.Select(bar => bar.Asked).Should().Equal(1, 0, 0, 0, 0, 0, 1, 2);

        static DateTimeOffset Paris(int day, int hour, int minute) => new DateTimeOffset(2026, 6, day, hour, minute, 0, TimeSpan.FromHours(2)).ToUniversalTime();
    }

    [Fact]
    public async Task The_share_that_asked_is_of_a_time_of_which_nothing_is_deleted()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 10, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock, "--Jobs:ConversationsKept=7.00:00:00");
        for (var i = 0; i < 3; i++) await app.CitizenComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(10));
        await app.CitizenComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        await app.Get<Retention.DropTraces>().RunAsync(TestContext.Current.CancellationToken);

        var figures = await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find("month")!, TestContext.Current.CancellationToken);

        figures.Should().BeEquivalentTo(new { Asked = 2L, Conversations = 2L, ConversationsThatAsked = 1L });
        figures.AskedShare.Should().Be(0.5, "of the four of ten days ago only the one is left that asked");
    }

    [Fact]
    public async Task A_request_counts_where_it_was_asked_wherever_it_is_now()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        for (var i = 0; i < 5; i++)
        {
            var citizen = await app.CitizenComesAsync();
            await citizen.GivesPostcodeAsync("23000");
            await citizen.AsksForHumanAsync();
            var receipt = await desk.TakesNextAsync();
            (await desk.SaysAsync(receipt, "Bonjour")).Should().BeNull();
            (await desk.ClosesAsync(receipt)).Should().BeNull();
        }
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.Territory, "87")));

        var register = await app.Get<ReadRegister>().RunAsync(TestContext.Current.CancellationToken);
        var figures = await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken);

        register.ByTerritory.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Territory = "23", Asked = (long?)5, Served = (long?)5 });
        register.ByTerritory[0].FirstHumanSeconds.P50.Should().NotBeNull();
        figures.ByTerritory.Should().ContainSingle(share => share.Name == "23" && share.Asked == 5).Which.FirstHuman.P50.Should().NotBeNull();
    }

    [Fact]
    public async Task A_declined_offer_is_counted_as_declined()
    {
        var app = await StartAsync();
        var desk = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        (await desk.DeclinesAsync((await desk.SeesOfferAsync()).Id)).Should().BeNull();

        var figures = await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken);

        figures.Offers.Declined.Should().Be(1);
    }

    [Fact]
    public async Task The_spreadsheet_holds_the_same_account()
    {
        var app = await StartAsync();
        await ServedAndRatedAsync(app);

        var bytes = FiguresCsv.Write(await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken));

        bytes.Should().StartWith(Encoding.UTF8.Preamble.ToArray(), "a French spreadsheet reads UTF-8 only with its mark");
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')).ToList();
        lines.Should().OnlyContain(cells => cells.Length == lines[0].Length);
        lines[1][..7].Should().Equal("ensemble", "", "1", "1", "0", "0", "0");
        lines.Should().Contain(cells => cells[0] == "canal" && cells[1] == "web" && cells[3] == "1");
    }

    [Fact]
    public async Task Waits_are_of_everybody_who_was_answered_and_not_of_the_latest()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        // Answered in a minute today, by more people than were ever counted; by one more than these two weeks ago, after a day.
        const int Many = 10_001;
        await AnsweredAsync(app, [.. Enumerable.Repeat(new Answered("75", clock.GetUtcNow().AddHours(-2), 60), Many), .. Enumerable.Repeat(new Answered("23", clock.GetUtcNow().AddDays(-14), 86_400), Many + 1)]);

        var register = await app.Get<ReadRegister>().RunAsync(TestContext.Current.CancellationToken);
        var month = await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find("month")!, TestContext.Current.CancellationToken);
        var week = await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find("week")!, TestContext.Current.CancellationToken);

        register.FirstHumanSeconds.Should().Be(new WaitSeconds(86_400, 86_400));
        register.ByTerritory.Should().Contain(share => share.Territory == "23" && share.FirstHumanSeconds == new WaitSeconds(86_400, 86_400)).And.Contain(share => share.Territory == "75" && share.FirstHumanSeconds == new WaitSeconds(60, 60));
        month.FirstHuman.Should().Be(register.FirstHumanSeconds);
        month.ByLanguage.Should().ContainSingle().Which.FirstHuman.Should().Be(register.FirstHumanSeconds);
        week.FirstHuman.Should().Be(new WaitSeconds(60, 60), "nobody else asked in it");
        week.ByTerritory.Should().ContainSingle(share => share.Name == "75");
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(10, 5, 9)]
    [InlineData(11, 6, 10)]
    [InlineData(100, 50, 90)]
    public async Task Each_percentile_is_a_wait_that_somebody_had(int answers, double half, double nineInTen)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var asked = clock.GetUtcNow().AddMinutes(-30);
        await AnsweredAsync(app, [.. Enumerable.Range(1, answers).Reverse().Select(wait => new Answered(wait % 2 == 0 ? null : "23", asked, wait)), new Answered(SealedTerritory.Code, asked, 900), new Answered("23", asked, null)]);

        var figures = await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken);

        figures.FirstHuman.Should().Be(new WaitSeconds(half, nineInTen), "neither an exercise nor who is not answered yet is among them");
        if (answers < 100) return;
        figures.ByTerritory.Should().ContainSingle(share => share.Name == null).Which.FirstHuman.Should().Be(new WaitSeconds(50, 90));
        figures.ByTerritory.Should().ContainSingle(share => share.Name == "23").Which.FirstHuman.Should().Be(new WaitSeconds(49, 89));
    }

    private sealed record Answered(string? Territory, DateTimeOffset AskedAt, double? Seconds);

    private static Task AnsweredAsync(RouterApp app, IReadOnlyList<Answered> requests) => app.TamperAsync(async db =>
    {
        foreach (var some in requests.Chunk(1000))
        {
            foreach (var (territory, askedAt, seconds) in some)
            {
                var handoff = new Handoff
                {
                    Id = MassTransit.NewId.NextGuid(), Receipt = app.Get<ReceiptSeal>().New(), ConversationId = MassTransit.NewId.NextGuid(), Channel = "web", Language = "fr", Skill = "general",
                    Reason = "demande_humain", Territory = territory, Rank = HandoffRank.Ordinary, AskedAt = askedAt,
                };
                handoff.Ask(askedAt);
                db.Add(handoff).Property(h => h.FirstHumanWordAt).CurrentValue = seconds is { } wait ? askedAt.AddSeconds(wait) : null;
            }
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    });

    [Fact]
    public async Task A_request_that_waited_in_a_journal_is_asked_and_accounted_for_in_the_same_stretch()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), clock.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(90));
        await app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, TestContext.Current.CancellationToken);
        await app.CitizenComesAsync(asksNow: true);

        // The hour begins between the asking and its entry.
        (await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new { Asked = 1L, Gap = 0L, Account = new { Accounted = 1L } });
        (await app.Get<ReadFigures>().RunAsync(SteeringPeriod.Find("day")!, TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new { Asked = 2L, Gap = 0L });

        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == asked.HandoffId).ExecuteDeleteAsync());
        (await app.Get<ReadFigures>().RunAsync(Hour, TestContext.Current.CancellationToken)).Gap.Should().Be(1, "of a lost row nothing is known but when it was written into the log");
    }

    [Fact]
    public async Task A_month_counts_what_was_asked_in_it_whenever_it_was_written()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 10, 31, 22, 50, 0, TimeSpan.Zero));
        var app = await StartAsync(clock);
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), clock.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(20));
        await app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, TestContext.Current.CancellationToken);
        var months = app.Get<ReadMonth>();

        (await months.MonthsAsync(TestContext.Current.CancellationToken)).Should().Equal(new DateOnly(2026, 11, 1), new DateOnly(2026, 10, 1));
        (await months.RunAsync(new DateOnly(2026, 10, 1), TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new { Asked = 1L, Account = new { Accounted = 1L } });
        (await months.RunAsync(new DateOnly(2026, 11, 1), TestContext.Current.CancellationToken)).Should().BeEquivalentTo(new { Asked = 0L, Account = new { Accounted = 0L } });
    }

    internal static async Task ServedAndRatedAsync(RouterApp app)
    {
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour, je vous écoute.")).Should().BeNull();
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await citizen.RatesAsync(4, Solved.Partly);
    }
}

public sealed class When_a_manager_looks_at_embedded_figures : When_a_manager_looks_at_the_figures
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());

    [Theory]
    [InlineData("/pilotage")]
    [InlineData("/api/steering/figures")]
    [InlineData("/api/steering/figures.csv")]
    public async Task Only_a_manager_reaches_them(string path)
    {
        var app = await StartAsync();
        using var stranger = new Browser(new Uri(app.Url));
        using var counsellor = new Browser(new Uri(app.Url));
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(counsellor, "conseiller1");
        await DemoPage.TakeAsync(manager, "responsable1");

        var refused = await stranger.GetAsync(path);
        (refused.Status == HttpStatusCode.Unauthorized || refused.From.AbsolutePath == "/demo").Should().BeTrue("a stranger must first say who they are");
        (await counsellor.GetAsync(path)).Status.Should().Be(HttpStatusCode.Forbidden);
        var shown = await manager.GetAsync(path);
        shown.Status.Should().Be(HttpStatusCode.OK);
        shown.From.AbsolutePath.Should().Be(path);
    }

    [Fact]
    public async Task A_flow_that_was_not_loaded_is_named()
    {
        var flows = Directory.CreateTempSubdirectory("flows-");
        await File.WriteAllTextAsync(Path.Combine(flows.FullName, "broken.flow.yaml"), "id: [", TestContext.Current.CancellationToken);
        var app = await StartAsync(clock: null, $"--Flows:Directory={flows.FullName}");
        using var manager = new Browser(new Uri(app.Url));

        (await DemoPage.TakeAsync(manager, "responsable1")).Body.Should().Contain("Parcours qui n").And.Contain("broken.flow.yaml");

        flows.Delete(recursive: true);
    }

    [Fact]
    public async Task A_loss_is_an_incident_on_the_page_that_names_the_request()
    {
        var app = await StartAsync();
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        using var manager = new Browser(new Uri(app.Url));
        await app.Get<CheckLedger>().RunAsync(TestContext.Current.CancellationToken);
        (await DemoPage.TakeAsync(manager, "responsable1")).Body.Should().Contain("<dd>Juste</dd>");
        await app.TamperAsync(db => db.Handoffs.ExecuteDeleteAsync());
        await app.Get<CheckLedger>().RunAsync(TestContext.Current.CancellationToken);

        var page = (await manager.GetAsync("/pilotage")).Body;

        page.Should().Contain("<dd>Incident</dd>").And.Contain(ReceiptCode.Print(lost.Receipt)).And.NotContain("<dd>Juste</dd>");
    }
}

public sealed class When_a_manager_looks_at_figures_of_production(TestServersFixture fixture) : When_a_manager_looks_at_the_figures
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
