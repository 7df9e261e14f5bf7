using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Journeys;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>Programs at a desk say at intervals that their counsellor is available: that renews the lease and troubles nobody else (docs/adr/0044).</summary>
public sealed class When_a_presence_is_said_again : Journey
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(3);
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lease_goes_on_and_the_row_is_the_same_for_whoever_compares_it()
    {
        var app = await StartAsync(clock);
        await app.CounsellorComesAsync("conseiller1", capacity: 3);
        var before = await CounsellorAsync(app);

        clock.Advance(Later);
        await app.CounsellorComesAsync("conseiller1", capacity: 3);

        var after = await CounsellorAsync(app);
        after.Version.Should().Be(before.Version);
        after.LeaseUntil.Should().Be(before.LeaseUntil + Later);
    }

    [Fact]
    public async Task Whose_lease_has_ended_stands_among_the_colleagues_off_line()
    {
        var app = await StartAsync(clock);
        await app.CounsellorComesAsync("conseiller2");
        (await PresenceAsync()).Should().Be(Presence.Available);

        clock.Advance(new DeskOptions().Lease);

        (await PresenceAsync()).Should().Be(Presence.Offline, "nobody is there to whom a citizen could be handed");

        async Task<Presence> PresenceAsync() => (await app.Get<ReadDesk>().ColleaguesAsync("conseiller1", Token)).Single(c => c.Id == "conseiller2").Presence;
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(3, 3600)]
    public async Task Another_capacity_or_a_return_after_the_lease_is_news(int capacity, int seconds)
    {
        var app = await StartAsync(clock);
        await app.CounsellorComesAsync("conseiller1", capacity: 3);
        var before = await CounsellorAsync(app);

        clock.Advance(TimeSpan.FromSeconds(seconds));
        await app.CounsellorComesAsync("conseiller1", capacity);

        (await CounsellorAsync(app)).Version.Should().BeGreaterThan(before.Version);
    }

    [Theory]
    [InlineData(Presence.Offline)]
    [InlineData(Presence.Away)]
    public async Task Whoever_leaves_takes_no_citizen_along_who_was_offered_to_them(Presence left)
    {
        var app = await StartAsync(clock);
        var leaving = await app.CounsellorComesAsync("conseiller1");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var offered = await leaving.SeesOfferAsync();
        var colleague = await app.CounsellorComesAsync("conseiller4");

        (await app.Get<SetPresence>().RunAsync(leaving.Id, left, capacity: null, Token)).Should().BeNull();

        (await colleague.TakesNextAsync()).Should().Be(offered.Receipt, "no time has passed");
        (await leaving.SeesAsync("offer-ended")).GetProperty("outcome").GetString().Should().Be("declined");
        (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller4");
    }

    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());

    private static Task<Counsellor> CounsellorAsync(RouterApp app) => app.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == "conseiller1", Token));
}
