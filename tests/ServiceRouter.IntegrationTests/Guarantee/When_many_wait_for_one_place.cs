using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A pass reads the head of the queue, and goes on only when that leaves places: nobody behind many who may not take a place is forgotten.</summary>
public abstract class When_many_wait_for_one_place : Journey
{
    private const int Waiting = 40;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(0, 200)]
    [InlineData(17, 200)]
    [InlineData(39, 200)]
    [InlineData(24, 18)]
    [InlineData(39, 18)]
    [InlineData(39, 1)]
    public async Task The_oldest_who_may_take_it_is_offered(int whoMayNot, int passSize)
    {
        var app = await StartAsync(clock, $"--Routing:PassSize={passSize}");
        for (var citizen = 0; citizen < Waiting; citizen++)
        {
            await app.CitizenComesAsync(asksNow: true);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        var queue = await app.LookAsync(async db => (await db.Handoffs.ToListAsync()).OrderBy(h => h.AskedAt).ToList());
        await app.TamperAsync(async db =>
        {
            foreach (var handoff in queue.Take(whoMayNot))
            {
                var declined = new HandoffOffer { Id = NewId.NextGuid(), HandoffId = handoff.Id, CounsellorId = "conseiller1", MadeAt = clock.GetUtcNow(), ExpiresAt = clock.GetUtcNow(), Rung = "", Why = "" };
                declined.End(OfferOutcome.Declined, clock.GetUtcNow());
                db.Offers.Add(declined);
            }
            await db.SaveChangesAsync();
            await db.Handoffs.Where(h => queue.Select(q => q.Id).Take(whoMayNot).Contains(h.Id)).ExecuteUpdateAsync(h => h.SetProperty(x => x.Version, x => x.Version + 1));
        });

        var desk = await app.CounsellorComesAsync(capacity: 1);

        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCode.Print(queue[whoMayNot].Receipt));
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.State == HandoffState.Offered))).Should().Be(1);
    }

    /// <summary>Some at the same instant: the database orders them by their ids as it compares those.</summary>
    [Fact]
    public async Task Whoever_leaves_the_head_between_two_readings_shifts_nobody_out_of_both()
    {
        var app = await StartAsync(clock);
        for (var citizen = 0; citizen < Waiting; citizen++)
        {
            await app.CitizenComesAsync(asksNow: true);
            if (citizen % 3 == 0) clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        var all = await ReadAsync(null, Waiting);

        var (read, last) = (new List<Guid>(), (Handoff?)null);
        while (await ReadAsync(last, 6) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(h => h.Id));
            last = page[^1];
            // The two at the head are taken, or give up.
            await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == page[0].Id || h.Id == page[1].Id).ExecuteUpdateAsync(h => h.SetProperty(x => x.State, HandoffState.Withdrawn)));
        }

        read.Should().Equal(all.Select(h => h.Id));

        Task<List<Handoff>> ReadAsync(Handoff? from, int most) => app.LookAsync(db =>
        {
            var waiting = db.Handoffs.AsNoTracking().Where(h => h.State == HandoffState.Waiting);
            return (from is null ? waiting : waiting.Behind(from)).InQueueOrder().Take(most).ToListAsync();
        });
    }

    /// <summary>What is prepared once cannot be put together from parts that others use: it says the same.</summary>
    [Fact]
    public async Task Who_can_be_asked_is_read_as_everybody_else_reads_it()
    {
        var app = await StartAsync(clock);
        var desk = await app.CounsellorComesAsync("conseiller1", capacity: 2);
        await app.CounsellorComesAsync("conseiller2");
        await app.CounsellorComesAsync("conseiller3");
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == "conseiller2").ExecuteUpdateAsync(c => c.SetProperty(x => x.Presence, Presence.Away)));
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == "conseiller3").ExecuteUpdateAsync(c => c.SetProperty(x => x.LeaseUntil, clock.GetUtcNow())));
        await app.CitizenComesAsync(asksNow: true);
        await desk.TakesNextAsync();
        (await ReadAsync()).Should().BeEmpty("nobody waits");
        await app.MatchesNoMoreAsync();
        await app.CitizenComesAsync(asksNow: true);

        var read = await ReadAsync();

        var asked = await app.LookAsync(db => db.Counsellors.Available(clock.GetUtcNow()).WithLoad(db.Handoffs).ToListAsync());
        read.Values.Select(c => c.ToBeOffered().Id).Should().BeEquivalentTo(asked.Select(c => c.Counsellor.Id)).And.Equal("conseiller1");
        var (one, other) = (read["conseiller1"], asked.Single());
        (one.Load, one.FreePlaces, one.Version, one.LastOfferAt).Should().Be((other.Load, other.FreePlaces, other.Counsellor.Version, other.Counsellor.LastOfferAt));
        one.Skills.Should().Equal(other.Counsellor.Skills);
        one.Languages.Should().Equal(other.Counsellor.Languages);

        Task<Dictionary<string, OnLineCounsellor>> ReadAsync() => app.LookAsync(db => OnLineCounsellor.ReadAsync(db, clock.GetUtcNow(), TestContext.Current.CancellationToken));
    }

    public sealed class Embedded : When_many_wait_for_one_place
    {
        protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
    }

    public sealed class Production(TestServersFixture fixture) : When_many_wait_for_one_place
    {
        protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
    }
}
