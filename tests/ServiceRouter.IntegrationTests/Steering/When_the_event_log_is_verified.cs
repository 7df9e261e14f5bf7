using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_the_event_log_is_verified : Journey
{
    [Fact]
    public async Task A_log_of_every_ending_holds()
    {
        var app = await StartAsync();
        await ServedAsync(app);
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.CitizenComesAsync(asksNow: true);

        var (code, said) = await VerifyAsync(app);

        said.Should().StartWith("3 handoffs, ");
        code.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1_000)]
    public async Task In_stretches_of_any_length_every_entry_is_read_once(int entries)
    {
        var app = await StartAsync();
        var broken = await ServedAsync(app);
        await ServedAsync(app);
        // Nothing moves any more.
        for (var i = 0; i < 3; i++) await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == broken.Id && e.Number == 3).ExecuteDeleteAsync());

        var report = await new VerifyLog(app.Get<Transactions>()) { EntriesAtOnce = entries }.RunAsync(_ => { }, 100, TestContext.Current.CancellationToken);

        report.Should().BeEquivalentTo(new { Handoffs = 5L, Entries = await app.LookAsync(db => db.HandoffLog.LongCountAsync()), Broken = 1L });
        report.Breaks.Should().ContainSingle().Which.Should().BeEquivalentTo(new { HandoffId = broken.Id, Number = 3 });
    }

    [Fact]
    public async Task An_altered_entry_is_named()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 2)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "counsellor:conseiller2")));

        await NamesAsync(app, handoff, 2, "altered");
    }

    [Fact]
    public async Task An_entry_altered_with_its_hash_is_found_at_the_next_one()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        var entry = await app.LookAsync(db => db.HandoffLog.SingleAsync(e => e.HandoffId == handoff.Id && e.Number == 2));
        var forged = new HandoffLogEntry
        {
            HandoffId = entry.HandoffId, Number = entry.Number, At = entry.At, Move = entry.Move, State = entry.State, Actor = "clock", Facts = entry.Facts,
            PreviousHash = entry.PreviousHash,
        }.ComputeHash();
        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 2)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Actor, "clock").SetProperty(e => e.Hash, forged)));

        await NamesAsync(app, handoff, 3, "previous hash");
    }

    [Fact]
    public async Task A_deleted_entry_is_named()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == 3).ExecuteDeleteAsync());

        await NamesAsync(app, handoff, 3, "missing");
    }

    [Fact]
    public async Task A_deleted_end_is_named()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        await app.TamperAsync(db => db.HandoffLog.Where(e => e.HandoffId == handoff.Id && e.Number == handoff.Version).ExecuteDeleteAsync());

        await NamesAsync(app, handoff, handoff.Version, "missing");
    }

    [Fact]
    public async Task An_inserted_entry_is_named()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        await app.TamperAsync(async db =>
        {
            db.HandoffLog.Add(new HandoffLogEntry
            {
                HandoffId = handoff.Id, Number = handoff.Version + 1, At = handoff.EndedAt!.Value, Move = HandoffMove.Withdraw, State = HandoffState.Withdrawn,
                Actor = HandoffRecord.Citizen, Facts = "{}", PreviousHash = handoff.LogHash,
            }.Sealed());
            await db.SaveChangesAsync();
        });

        await NamesAsync(app, handoff, handoff.Version + 1, "beyond");
    }

    [Fact]
    public async Task A_deleted_handoff_is_named_by_its_id()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteDeleteAsync());

        var (code, said) = await VerifyAsync(app);

        said.Should().Contain(handoff.Id.ToString()).And.Contain("gone");
        code.Should().Be(1);
    }

    [Fact]
    public async Task A_row_with_another_receipt_than_was_given_is_named()
    {
        var app = await StartAsync();
        var handoff = await ServedAsync(app);
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == handoff.Id).ExecuteUpdateAsync(set => set.SetProperty(h => h.Receipt, "K7PR")));

        var (code, said) = await VerifyAsync(app);

        said.Should().Contain("receipt K7PR, ").And.Contain(handoff.Id.ToString()).And.Contain($"the one that was given: {ReceiptCode.Print(handoff.Receipt)}");
        code.Should().Be(1);
    }

    private static async Task<Handoff> ServedAsync(RouterApp app)
    {
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour")).Should().BeNull();
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        return await citizen.HandoffAsync();
    }

    private static async Task NamesAsync(RouterApp app, Handoff handoff, int number, string difference)
    {
        var (code, said) = await VerifyAsync(app);

        said.Should().Contain($"receipt {ReceiptCode.Print(handoff.Receipt)}").And.Contain($"entry {number}:").And.Contain(difference);
        code.Should().Be(1);
    }

    private static async Task<(int Code, string Said)> VerifyAsync(RouterApp app)
    {
        var output = new StringWriter();
        var code = await VerifyLogCommand.RunAsync(app.Get<IServiceProvider>(), output, TextWriter.Null, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}

public sealed class When_the_embedded_event_log_is_verified : When_the_event_log_is_verified
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_the_event_log_of_production_is_verified(TestServersFixture fixture) : When_the_event_log_is_verified
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
