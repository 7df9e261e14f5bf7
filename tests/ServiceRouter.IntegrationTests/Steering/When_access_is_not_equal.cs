using System.Net;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_access_is_not_equal : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_channel_that_waits_longer_is_one_alarm_until_the_waits_are_alike()
    {
        var app = await StartAsync(clock);
        await AskedAsync(app, "web", answeredAfter: TimeSpan.FromMinutes(2));
        await AskedAsync(app, "phone", answeredAfter: TimeSpan.FromMinutes(10));

        for (var i = 0; i < 2; i++) await app.Get<CheckAccess>().RunAsync(Token);

        var alarm = await app.LookAsync(db => db.AccessAlarms.SingleAsync());
        alarm.Should().BeEquivalentTo(new { Split = AccessSplit.Channel, Part = "phone", Measure = AccessMeasure.Wait, People, Here = 600.0, Elsewhere = 120.0, ClosedAt = (DateTimeOffset?)null });
        (await app.Get<ReadAccess>().CountOpenAsync(Token)).Should().Be(1);
        (await app.Get<ReadAccess>().RunAsync(Token)).Should().BeEquivalentTo(new { AsOf = clock.GetUtcNow(), Requests = 2 * People, IsAlarm = true });

        var asSoonAsOnline = clock.GetUtcNow().AddHours(-1).AddMinutes(2);
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Channel == "phone").ExecuteUpdateAsync(set => set.SetProperty(h => h.FirstHumanWordAt, asSoonAsOnline)));
        await app.Get<CheckAccess>().RunAsync(Token);

        (await app.LookAsync(db => db.AccessAlarms.SingleAsync())).ClosedAt.Should().Be(clock.GetUtcNow());
        (await app.LookAsync(db => db.AccessChecks.CountAsync())).Should().Be(1, "only the latest comparison is kept");
    }

    [Fact]
    public async Task Whoever_nobody_answers_is_left_behind_and_whoever_took_a_date_is_not()
    {
        var app = await StartAsync(clock);
        await AskedAsync(app, "web", answeredAfter: TimeSpan.FromMinutes(2));
        await AskedAsync(app, "sms", answeredAfter: null);
        await AskedAsync(app, "phone", answeredAfter: null);
        await app.TamperAsync(async db =>
        {
            foreach (var phone in await db.Handoffs.Where(h => h.Channel == "phone").ToListAsync())
            {
                db.HandoffLog.Add(new HandoffLogEntry
                {
                    HandoffId = phone.Id, Number = 2, At = phone.AskedAt.AddMinutes(1), Move = HandoffMove.Commit, State = HandoffState.Promised, Actor = "citizen", Facts = "{}", PreviousHash = "",
                });
            }
            await db.SaveChangesAsync();
        });

        await app.Get<CheckAccess>().RunAsync(Token);

        (await app.LookAsync(db => db.AccessAlarms.ToListAsync())).Should().ContainSingle().Which.Part.Should().Be("sms");
    }

    [Fact]
    public async Task Who_asks_at_night_is_not_held_against_who_asks_by_day()
    {
        var app = await StartAsync(clock, "--Hours:Monday=09:00 - 17:00", "--Hours:Tuesday=12:00 - 17:00");
        await AskedAsync(app, "web", answeredAfter: TimeSpan.FromMinutes(2));

        await app.Get<CheckAccess>().RunAsync(Token);

        (await app.Get<ReadAccess>().RunAsync(Token)).Should().BeEquivalentTo(new { Requests = 0, IsAlarm = false });
    }

    [Fact]
    public async Task A_need_that_was_erased_with_the_words_is_not_held_against_those_that_are_kept()
    {
        var app = await StartAsync(clock, "--Jobs:WordsKept=2.00:00:00");
        await AskedAsync(app, "web", answeredAfter: TimeSpan.FromMinutes(2));
        var daysAgo = clock.GetUtcNow().AddDays(-3);
        // All of them told a need; of these it is erased.
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(s => s.SetProperty(h => h.AskedAt, daysAgo).SetProperty(h => h.FirstHumanWordAt, daysAgo.AddMinutes(2)).SetProperty(h => h.Receipt, h => h.Receipt.Replace("w", "x"))));
        await AskedAsync(app, "web", answeredAfter: TimeSpan.FromMinutes(10));
        await app.TamperAsync(db => db.Handoffs.Where(h => h.AskedAt > daysAgo).ExecuteUpdateAsync(s => s.SetProperty(h => h.Need, AccessNeed.MoreTime)));

        await app.Get<CheckAccess>().RunAsync(Token);

        (await app.Get<ReadAccess>().RunAsync(Token)).Should().BeEquivalentTo(new { Requests = 2 * People, IsAlarm = false });
    }

    [Fact]
    public async Task It_is_told_to_managers_and_to_everybody()
    {
        var app = await StartAsync(clock);
        await AskedAsync(app, "web", answeredAfter: TimeSpan.FromMinutes(2));
        await AskedAsync(app, "phone", answeredAfter: TimeSpan.FromMinutes(10));
        using var anyone = new Browser(new Uri(app.Url));
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("La comparaison n");
        (await anyone.GetAsync("/registre")).Body.Should().Contain("La comparaison n").And.NotContain("cart d&#x27;acc");

        await app.Get<CheckAccess>().RunAsync(Token);

        const string Gap = "neuf personnes sur dix ont une r";
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("id=\"inegalite\"").And.Contain(Gap);
        var csv = (await manager.GetAsync("/api/steering/access.csv")).Body.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        csv.Should().Contain($"canal;phone;attente_9e_decile_s;{People};600;120;oui;oui").And.Contain($"canal;web;attente_9e_decile_s;{People};120;600;non;non");
        (await manager.GetAsync("/api/steering/access")).Body.Should().Contain("\"split\":\"channel\",\"part\":\"phone\",\"measure\":\"wait\"");
        (await anyone.GetAsync("/api/steering/access")).Status.Should().NotBe(HttpStatusCode.OK);
        (await anyone.GetAsync("/api/steering/access.csv")).MediaType.Should().NotBe("text/csv");

        app.Get<ServiceRouter.Steering.ReadRegister>().Renew();
        (await anyone.GetAsync("/registre")).Body.Should().Contain(Gap);
        (await anyone.GetAsync("/registre.json")).Body.Should().Contain("\"accessAlarms\":[{\"split\":\"channel\",\"part\":\"phone\",\"measure\":\"wait\",\"here\":600,\"elsewhere\":120,");
        (await anyone.GetAsync("/algorithmes")).Body.Should().Contain("id=\"egalite\"");

        clock.Advance(TimeSpan.FromHours(2));
        app.Get<ServiceRouter.Steering.ReadRegister>().Renew();
        (await anyone.GetAsync("/registre")).Body.Should().Contain("La comparaison est en retard");
        using var later = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(later, "responsable1");
        (await later.GetAsync("/pilotage")).Body.Should().Contain("La comparaison est en retard");
    }

    [Fact]
    public async Task Where_no_group_has_enough_people_nobody_is_told_that_all_are_alike()
    {
        var app = await StartAsync(clock);
        await app.Get<CheckAccess>().RunAsync(Token);
        using var anyone = new Browser(new Uri(app.Url));

        var page = (await anyone.GetAsync("/registre")).Body;

        page.Should().Contain("aucun groupe ne compte encore").And.NotContain("cart d&#x27;acc");
    }

    private const int People = 40;

    /// <summary>People who asked by that channel an hour ago, straight into the table.</summary>
    private Task AskedAsync(RouterApp app, string channel, TimeSpan? answeredAfter) => app.TamperAsync(async db =>
    {
        var at = clock.GetUtcNow().AddHours(-1);
        for (var i = 0; i < People; i++)
        {
            var handoff = new Handoff
            {
                Id = NewId.NextGuid(), Receipt = $"{channel[0]}{i:0000000000000}", ConversationId = NewId.NextGuid(), Channel = channel, Language = "fr", Skill = "general", Reason = "other", AskedAt = at,
            };
            handoff.Ask(at);
            if (answeredAfter is { } wait) handoff.HumanSpoke(at + wait);
            db.Handoffs.Add(handoff);
        }
        await db.SaveChangesAsync();
    });
}

public sealed class When_embedded_access_is_not_equal : When_access_is_not_equal
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_access_of_production_is_not_equal(TestServersFixture fixture) : When_access_is_not_equal
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
