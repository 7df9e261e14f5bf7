using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.Journeys;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>A counsellor who does not close keeps the request: the desk asks after a while, managers see it counted, and nothing ends it but a person (G4).</summary>
public abstract class When_a_conversation_is_forgotten_open : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_shown_at_its_desk_after_ten_minutes_and_counted_after_thirty()
    {
        var (app, desk, receipt) = await TakenAsync();

        await PassAsync(app, desk, minutes: 9);
        (await QuietAsync(app, desk)).Should().BeEmpty();
        await PassAsync(app, desk, minutes: 1);
        (await QuietAsync(app, desk)).Should().Equal(receipt);
        (await QuietAsync(app, new DeskOf(app, "conseiller2", 0))).Should().BeEmpty("it is nobody else's");
        (await app.Get<FindQuietTalks>().CountAsync(Token)).Count.Should().Be(0);
        await PassAsync(app, desk, minutes: 25);

        (await app.Get<FindQuietTalks>().CountAsync(Token)).Should().Be(new QuietTalks(1, TimeSpan.FromMinutes(35), TimeSpan.FromMinutes(30)));
        (await app.LookAsync(db => db.Handoffs.SingleAsync(Token))).State.Should().Be(HandoffState.WithCounsellor);
    }

    [Fact]
    public async Task Words_and_notes_are_signs_of_life()
    {
        var (app, desk, receipt) = await TakenAsync();
        await PassAsync(app, desk, minutes: 10);

        (await desk.SaysAsync(receipt, "Êtes-vous toujours là ?")).Should().BeNull();
        (await QuietAsync(app, desk)).Should().BeEmpty();
        await PassAsync(app, desk, minutes: 10);
        (await QuietAsync(app, desk)).Should().Equal(receipt);
        (await app.Get<AddNote>().RunAsync(desk.Id, receipt, "J'attends une pièce.", draftId: null, Token)).Should().BeNull();

        (await QuietAsync(app, desk)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_open_line_is_one_until_it_is_over_for_as_long()
    {
        var (app, desk, receipt) = await TakenAsync();
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync(Token));
        var line = new CounsellorLine { Id = MassTransit.NewId.NextGuid(), HandoffId = handoff.Id, ConversationId = handoff.ConversationId, CounsellorId = desk.Id, HandoffVersion = handoff.Version, Address = "+33199002001" };
        line.Become(LineState.Talking, clock.GetUtcNow());
        await app.TamperAsync(db => { db.CounsellorLines.Add(line); return db.SaveChangesAsync(Token); });
        await PassAsync(app, desk, minutes: 45);
        (await QuietAsync(app, desk)).Should().BeEmpty();
        (await app.Get<FindQuietTalks>().CountAsync(Token)).Count.Should().Be(0);

        await app.TamperAsync(async db =>
        {
            (await db.CounsellorLines.SingleAsync(Token)).End(LineEnding.Done, counsellorIsGone: true, clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        });
        (await QuietAsync(app, desk)).Should().BeEmpty("the call has just ended");
        await PassAsync(app, desk, minutes: 10);

        (await QuietAsync(app, desk)).Should().Equal(receipt);
    }

    private async Task<(RouterApp App, DeskOf Desk, string Receipt)> TakenAsync()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync();
        await app.CitizenComesAsync(asksNow: true);
        return (app, desk, await desk.TakesNextAsync());
    }

    /// <summary>The desk stays open meanwhile: its lease is renewed ahead.</summary>
    private async Task PassAsync(RouterApp app, DeskOf desk, int minutes)
    {
        var until = clock.GetUtcNow().AddMinutes(minutes);
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == desk.Id).ExecuteUpdateAsync(s => s.SetProperty(c => c.LeaseUntil, until.AddMinutes(1)), Token));
        clock.Advance(until - clock.GetUtcNow());
    }

    private static Task<IReadOnlySet<string>> QuietAsync(RouterApp app, DeskOf desk) => app.Get<FindQuietTalks>().OfAsync(desk.Id, Token);

    public sealed class Embedded : When_a_conversation_is_forgotten_open
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
    }

    public sealed class Production(TestServersFixture fixture) : When_a_conversation_is_forgotten_open
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
    }
}

/// <summary>The same on the screens.</summary>
public sealed class When_a_forgotten_conversation_is_shown(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    [Fact]
    public async Task The_desk_asks_whether_it_is_over_and_says_how_to_close_it()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, "--Desk:OfferTimeout=00:10:00", "--Desk:Lease=00:10:00", "--Desk:QuietAfter=00:01:00", "--Desk:ForgottenAfter=00:01:00");
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Disponible" }).ClickAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        var talks = desk.GetByRole(AriaRole.Navigation, new() { Name = "Mes conversations" });
        await Expect(talks).ToContainTextAsync("Mes conversations (1)");
        await Expect(talks).Not.ToContainTextAsync("à clôturer");
        await Expect(talks).ToContainTextAsync("sans réponse écrite");
        await WritesAsync(desk, "Bonjour, je vous écoute.");
        await Expect(talks).Not.ToContainTextAsync("sans réponse écrite");

        clock.Advance(TimeSpan.FromMinutes(2));
        await Expect(talks).ToContainTextAsync("à clôturer\u00a0?");
        await Expect(talks.GetByRole(AriaRole.Status).First).ToContainTextAsync("Alt + C");
        (await PageRules.BrokenOnAsync(desk, "desk-quiet")).Should().BeEmpty();
        var manager = await windows.SignInAsync("Hélène Marchadier");
        await manager.GotoAsync(app.Url + "/pilotage");
        await Expect(manager.Locator(".tiles div", new() { HasText = "sans activité depuis plus de 1 minute" }).Locator("dd")).ToHaveTextAsync("1, depuis 2 minutes au plus");

        await WritesAsync(desk, "Êtes-vous toujours là ?");
        await Expect(talks).Not.ToContainTextAsync("à clôturer");

        await citizen.SaysAsync("Oui, et vous ?");
        await Expect(talks).ToContainTextAsync("sans réponse écrite");
        clock.Advance(TimeSpan.FromMinutes(2));
        await Expect(talks.Locator(".badge.strong")).ToHaveTextAsync(["sans réponse écrite"]);
        await Expect(talks.GetByRole(AriaRole.Status).First).ToContainTextAsync("écrivez-lui");
        await Expect(talks).Not.ToContainTextAsync("à clôturer");
        windows.Faults.Should().BeEmpty("no script fails and the content policy refuses nothing");
    }

    private static async Task WritesAsync(IPage desk, string words)
    {
        await desk.GetByLabel("Votre message").FillAsync(words);
        await desk.Keyboard.PressAsync("Enter");
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync(words);
    }
}
