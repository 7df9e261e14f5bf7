using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Steering;

namespace ServiceRouter.IntegrationTests.Steering;

public abstract class When_the_ledger_is_checked : Journey
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_accounted_for()
    {
        var app = await StartAsync();
        await (await app.CitizenComesAsync(asksNow: true)).WithdrawsAsync();
        await app.CitizenComesAsync(asksNow: true);

        var check = await app.Get<CheckLedger>().RunAsync(Token);

        check.Should().BeEquivalentTo(new { Asked = 2L, Accounted = 2L, IsIncident = false });
        (await app.Get<ReadRegister>().RunAsync(Token)).Should().BeEquivalentTo(new { Asked = 2L, Withdrawn = 1L, Gap = 0L });
    }

    [Fact]
    public async Task A_row_deleted_by_hand_is_a_gap_that_names_the_receipt()
    {
        var app = await StartAsync();
        await app.CitizenComesAsync(asksNow: true);
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync());

        await app.Get<CheckLedger>().RunAsync(Token);

        var check = await app.LookAsync(db => db.LedgerChecks.SingleAsync());
        check.Gap.Should().Be(1);
        check.Receipts.Should().Equal(lost.Receipt);
        (await app.Get<ReadRegister>().RunAsync(Token)).Gap.Should().Be(1);
    }

    [Fact]
    public async Task A_loss_hidden_behind_an_invented_row_is_an_incident()
    {
        var app = await StartAsync();
        var real = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        var invented = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(async db =>
        {
            await db.Handoffs.Where(h => h.Id == real.Id).ExecuteDeleteAsync();
            await db.HandoffLog.Where(e => e.HandoffId == invented.Id).ExecuteDeleteAsync();
        });

        var check = await app.Get<CheckLedger>().RunAsync(Token);

        check.Should().BeEquivalentTo(new { Gap = 0L, IsIncident = true });
        check.Receipts.Should().BeEquivalentTo(real.Receipt, invented.Receipt);
    }
}

public sealed class When_the_embedded_ledger_is_checked : When_the_ledger_is_checked
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_the_ledger_of_production_is_checked(TestServersFixture fixture) : When_the_ledger_is_checked
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}
