using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ServiceRouter.Channels;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.IntegrationTests.Guarantee;

/// <summary>A session that nobody ends, such as an operator's, holds rows of requests: whatever else is due is moved all the same, and the database is not away.</summary>
public sealed class When_a_row_is_held_for_long(TestServersFixture fixture) : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Everything_else_that_is_due_is_moved(int held)
    {
        var setUp = await RouterSetUp.OnPostgresAsync(await fixture.Servers);
        var app = Keep(await RouterApp.StartAsync(setUp, clock));
        var desk = await app.CounsellorComesAsync("conseiller1", capacity: 10);
        List<Handoff> offered = [];
        for (var citizen = 0; citizen <= held; citizen++) offered.Add(await AskAsync(app, desk));
        await app.MatchesNoMoreAsync();
        var lost = await app.CounsellorComesAsync("conseiller4");
        var talking = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == talking.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(h => h.State, HandoffState.WithCounsellor).SetProperty(h => h.CounsellorId, lost.Id), Token));
        var promised = await app.CitizenComesAsync();
        (await app.Get<AskCallBack>().RunAsync(promised.ConversationId, "01 99 00 12 34", clock.GetUtcNow().AddSeconds(40), Token)).Should().BeNull();
        // The first that a look comes to: they stand before all others.
        var holds = offered.Select(h => h.Id).Order().Take(held).ToArray();
        await using var session = new NpgsqlConnection(setUp.Database);
        await session.OpenAsync(Token);
        await using var transaction = await session.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand("select from handoffs where id = any($1) for update", session, transaction) { Parameters = { new() { Value = holds } } })
            await hold.ExecuteNonQueryAsync(Token);

        clock.Advance(new DeskOptions().Lease);
        await desk.StaysAliveAsync();
        await Eventually.HoldsAsync(async () =>
        {
            await app.TimeMovesAsync();
            return await app.LookAsync(db => db.Handoffs.CountAsync(h => h.State == HandoffState.Waiting, Token)) == 3;
        }, "the offer behind those that are held, the citizen of a lost counsellor and the promise are moved");

        (await app.LookAsync(db => db.Handoffs.Where(h => h.State == HandoffState.Offered).Select(h => h.Id).Order().ToArrayAsync(Token))).Should().Equal(holds);
        app.Get<NodeParts>()[Part.Database].State.Should().Be(PartState.Works);
        await transaction.RollbackAsync(Token);
        await app.TimeMovesAsync();
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.State == HandoffState.Offered, Token))).Should().Be(0, "they are tried again");
    }

    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);

    private static async Task<Handoff> AskAsync(RouterApp app, DeskOf desk)
    {
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await desk.SeesOfferAsync();
        return await citizen.HandoffAsync();
    }
}
