using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform.Storage;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Degraded;

public sealed class When_the_desk_loses_the_database(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string Banner = "La base ne répond pas.";

    [Theory]
    [InlineData(320)]
    [InlineData(1280)]
    public async Task A_banner_says_so_everything_typed_stays_and_goes_out_when_it_is_back(int width)
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, "--Desk:Lease=00:05:00");
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.SetViewportSizeAsync(width, 900);
        await desk.Keyboard.PressAsync("Alt+l");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        var message = desk.GetByLabel("Votre message à l'usager");
        await message.FillAsync("Bonjour, je regarde votre dossier");
        app.Get<ClosableDatabase>().Close();

        await Expect(desk.GetByText(Banner)).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Envoyer", Exact = true }).ClickAsync();
        await Expect(desk.GetByText("l'enregistrement n'est pas confirmé")).ToBeVisibleAsync();
        await Expect(message).ToHaveValueAsync("Bonjour, je regarde votre dossier");
        await desk.GetByText("Notes entre conseillers").ClickAsync();
        var note = desk.GetByLabel("Nouvelle note");
        await note.FillAsync("À rappeler");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Ajouter la note" }).ClickAsync();
        await Expect(note).ToHaveValueAsync("À rappeler");
        foreach (var (act, label) in new[] { ("Transmettre", "Note pour votre collègue"), ("Clore", "Note (facultative)") })
        {
            await desk.GetByRole(AriaRole.Button, new() { Name = act, Exact = true }).ClickAsync();
            await desk.GetByLabel(label).FillAsync($"Pour {act}");
        }
        await desk.GetByLabel("Ce qui a été fait").SelectOptionAsync("information");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Envoyer, ajouter et clore" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" })).ToBeVisibleAsync();
        await Expect(message).ToHaveValueAsync("Bonjour, je regarde votre dossier");
        await Expect(desk.GetByLabel("Note (facultative)")).ToHaveValueAsync("Pour Clore");
        (await PageRules.BrokenOnAsync(desk, "desk-database-away")).Should().BeEmpty();
        await Expect(desk.Locator("#blazor-error-ui")).ToBeHiddenAsync();

        app.Get<ClosableDatabase>().Open();
        await Expect(desk.GetByText(Banner)).ToBeHiddenAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "Envoyer", Exact = true }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("je regarde votre dossier");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Ajouter la note" }).ClickAsync();
        await Expect(note).ToHaveValueAsync("");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Clore la demande" }).ClickAsync();
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).State == HandoffState.Served, "the request is closed");
        (await app.LookAsync(db => db.Notes.Select(n => n.Text).ToListAsync())).Should().BeEquivalentTo("À rappeler", "Pour Clore");
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_conversation_stays_at_its_desk_however_long_the_outage()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        var message = desk.GetByLabel("Votre message à l'usager");
        await message.FillAsync("Bonjour, je regarde votre dossier");
        app.Get<ClosableDatabase>().Close();

        var ends = clock.GetUtcNow() + (4 * new DeskOptions().Lease);
        await Eventually.HoldsAsync(() => PassesAsync(() => Task.FromResult(clock.GetUtcNow() > ends)), "the outage ends");
        await Expect(desk.GetByText(Banner)).ToBeVisibleAsync();
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => PassesAsync(async () => !await desk.GetByText(Banner).IsVisibleAsync()), "the desk is right again");

        await Expect(message).ToHaveValueAsync("Bonjour, je regarde votre dossier");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Envoyer", Exact = true }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Log)).ToContainTextAsync("je regarde votre dossier");
        (await citizen.HandoffAsync()).State.Should().Be(HandoffState.WithCounsellor);
        windows.Faults.Should().BeEmpty();

        async Task<bool> PassesAsync(Func<Task<bool>> until)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            return await until();
        }
    }

    [Fact]
    public async Task A_desk_opened_during_the_outage_opens_by_itself_when_it_is_over()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        app.Get<ClosableDatabase>().Close();

        var desk = await windows.SignInAsync("Nadia Bertholet");
        await Expect(desk.GetByText("Votre bureau s'ouvrira dès que la base répondra")).ToBeVisibleAsync();
        await Expect(desk.GetByText(Banner)).ToBeVisibleAsync();
        (await PageRules.BrokenOnAsync(desk, "desk-opened-away")).Should().BeEmpty();
        app.Get<ClosableDatabase>().Open();

        await Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "Ma présence" })).ToBeVisibleAsync();
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_conversation_that_could_not_be_read_as_the_desk_opened_is_read_again()
    {
        var reading = new FailsOnce();
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, services => services.ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(reading)), "--Desk:Lease=00:05:00");
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(desk.GetByLabel("Votre message à l'usager")).ToBeVisibleAsync();
        reading.Arm();

        await desk.ReloadAsync();

        await Expect(desk.GetByLabel("Votre message à l'usager")).ToBeVisibleAsync();
        reading.HasFailed.Should().BeTrue();
    }

    /// <summary>The next reading of one request, with its notes, finds no database; those of the lists do.</summary>
    private sealed class FailsOnce : DbCommandInterceptor
    {
        private int armed;

        public bool HasFailed { get; private set; }

        public void Arm() => armed = 1;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.Contains("FROM \"notes\"", StringComparison.Ordinal) || Interlocked.Exchange(ref armed, 0) == 0) return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
            HasFailed = true;
            throw new TimeoutException("the test has no database for this reading");
        }
    }
}
