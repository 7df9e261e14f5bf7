using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>The desk promises in its own time, the page tells it in the citizen's (docs/adr/0049).</summary>
public sealed class When_a_citizen_lives_overseas : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Noon);
    private RouterApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // The counsellors of Réunion leave at noon, and it is noon there.
    public async ValueTask InitializeAsync() => app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, "--Hours:Tuesday=08:00 - 12:00", "--Hours:Wednesday=08:00 - 12:00");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_promise_is_read_on_the_clock_on_which_it_was_agreed()
    {
        var (citizen, desk, receipt) = await TakenAsync();

        (await app.Get<CommitHandoff>().RunAsync(desk.Id, receipt, CommitmentKind.Appointment, new DateTimeOffset(2026, 12, 2, 10, 0, 0, TimeSpan.FromHours(4)), null, number: null, seen: null, Token)).Should().BeNull();

        await SaysAsync(citizen, receipt, "mercredi 2 décembre à 10 h 00 (heure de La Réunion)");
    }

    [Theory]
    [InlineData(CommitmentKind.Appointment)]
    [InlineData(CommitmentKind.CallBack)]
    public async Task When_nobody_answers_there_nobody_is_promised_and_the_counsellor_is_told_from_when_on(CommitmentKind kind)
    {
        var (_, desk, receipt) = await TakenAsync();
        var afternoon = new DateTimeOffset(2026, 12, 2, 14, 0, 0, TimeSpan.FromHours(4));

        var refusal = await desk.CommitsAsync(receipt, kind, afternoon, "02 62 99 00 12");

        refusal!.Code.Should().Be("commitment-hours");
        refusal.Text.Should().Contain("mardi 8 décembre à 5").And.Contain("à votre heure");
        (await desk.CommitsAsync(receipt, CommitmentKind.Visit, afternoon)).Should().BeNull("a space has hours of its own");
    }

    [Fact]
    public async Task The_next_attempt_is_too()
    {
        var (citizen, desk, receipt) = await TakenAsync();

        (await desk.WritesInVainAsync(receipt)).Should().BeNull();

        // Counsellors come at eight, and nobody is rung before nine.
        await SaysAsync(citizen, receipt, "mercredi 2 décembre à 9 h 30 (heure de La Réunion)");
    }

    [Fact]
    public async Task Outside_of_the_hours_the_page_says_from_when_somebody_answers()
    {
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("97400");
        var receipt = await citizen.AsksForHumanAsync();
        using var browser = new CitizenHttp(app);

        var (_, page) = await browser.OpensAsync($"/demande/{receipt}");

        page.Should().Contain("Les conseillers ne sont pas là en ce moment. Ils répondent à partir du mercredi 2 décembre à 8\u00a0h\u00a000 (heure de La Réunion).")
            .And.NotContain("Aucun conseiller n'est en ligne").And.NotContain("Attente");
    }

    [Fact]
    public async Task Where_no_hour_is_one_of_the_counsellors_the_form_says_what_helps()
    {
        using var browser = new CitizenHttp(app);

        var (status, page, _) = await browser.SendsAsync("/appel", ("numero", "01 99 00 12 34"), ("jour", "2026-12-03"), ("heure", "09:00"), ("lieu", "986"));

        status.Should().Be(System.Net.HttpStatusCode.BadRequest);
        page.Replace('\u00a0', ' ').Should().Contain("aucun conseiller ne répond entre 8 h 30 et 18 h 30, à l'heure de Wallis-et-Futuna. Choisissez une heure de Paris, ou attendez votre tour dans la file")
            .And.NotContain("Choisissez un autre moment");
        (await app.LookAsync(db => Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.CountAsync(db.Handoffs))).Should().Be(0);
    }

    private async Task<(Citizen Citizen, DeskOf Desk, string Receipt)> TakenAsync()
    {
        var citizen = await app.CitizenComesAsync();
        await citizen.GivesPostcodeAsync("97400");
        await citizen.AsksForHumanAsync();
        var desk = await app.CounsellorComesAsync();
        return (citizen, desk, await desk.TakesNextAsync());
    }

    private async Task SaysAsync(Citizen citizen, string receipt, string words)
    {
        (await citizen.ReadsAsync()).Should().Contain(said => said.Author == Author.Service && said.Text!.Contains(words));
        using var browser = new CitizenHttp(app);
        (await browser.OpensAsync($"/demande/{receipt}")).Page.Replace('\u00a0', ' ').Should().Contain(words);
    }
}
