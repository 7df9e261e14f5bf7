using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Tests;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Desk;

public sealed class When_the_browser_of_a_counsellor_crashes(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private const string LeaseSetting = "--Desk:Lease=00:00:51";
    // A third of it is what nothing else of the service waits for.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(51);
    private static readonly TimeSpan Interval = Lease / 3;

    private readonly ClockOfWaits clock = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task The_lease_that_the_open_desk_kept_runs_out_and_the_citizen_is_told()
    {
        var crash = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, services => services.AddScoped<CircuitHandler>(_ => new LastToHear(crash)), LeaseSetting);
        clock.Advance(Lease);
        await using var windows = browser.On(app);
        var desk = await windows.OpenDeskAsync("Nadia Bertholet");
        await desk.Keyboard.PressAsync("Alt+l");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "Accepter" }).ClickAsync();
        await Expect(desk.GetByRole(AriaRole.Log)).ToBeVisibleAsync();

        var lease = await LeaseAsync(app);
        await PassesAsync(Interval);
        (await LeaseAsync(app)).Should().BeAfter(lease, "an open desk keeps it");

        // A crash says no goodbye: the circuit stays on the server for minutes, waiting for its browser.
        await FluentActions.Awaiting(() => desk.GotoAsync("chrome://crash")).Should().ThrowAsync<PlaywrightException>();
        using var patience = Patience.New();
        await crash.Task.WaitAsync(patience.Token);
        await PassesAsync(await LeaseAsync(app) - clock.GetUtcNow() + Interval);
        await app.TimeMovesAsync();
        await Eventually.HoldsAsync(async () => (await citizen.HandoffAsync()).State != HandoffState.WithCounsellor, "the citizen waits again");

        (await citizen.ReadsAsync())[^1].Should().Match<ActivityView>(a => a.Author == Author.Service && a.Text!.Contains("en tête de file"));
    }

    private async Task PassesAsync(TimeSpan time)
    {
        await WaitsAsync();
        await clock.PassAsync(time);
        await WaitsAsync();
    }

    /// <summary>The desk, also one without a browser, has done what it does at its time and waits for the next.</summary>
    private Task WaitsAsync() => Eventually.HoldsAsync(() => Task.FromResult(clock.Waiting(Interval) == 1), "the desk waits for its next renewal");

    private static Task<DateTimeOffset> LeaseAsync(RouterApp app) => app.LookAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").Select(c => c.LeaseUntil).SingleAsync());

    /// <summary>Hears that the browser is gone when all of the service that wants to know has heard it.</summary>
    private sealed class LastToHear(TaskCompletionSource gone) : CircuitHandler
    {
        public override int Order => int.MaxValue;

        public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
        {
            gone.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
