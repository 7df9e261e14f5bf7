using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Inbox;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>
/// PostgreSQL waits for its standby with each commit, and the driver for no longer than its time limit: then the server answers as if all were well, and a failover would lose it
/// (docs/adr/0103).
/// </summary>
public sealed class When_the_standby_is_away : IAsyncLifetime
{
    // The owner of its servers has to reach the folders in it.
    private readonly string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"service-router-{MassTransit.NewId.NextGuid():N}")).FullName;
    private PostgresServer primary = null!;
    private PostgresServer standby = null!;
    private RouterApp app = null!;
    private bool isStopped;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        primary = await PostgresServer.StartAsync(Path.Combine(folder, "primary"));
        var database = new NpgsqlConnectionStringBuilder(await primary.NewDatabaseAsync()) { CommandTimeout = 1 }.ConnectionString;
        app = await RouterApp.StartEmbeddedAsync("--Storage:Provider=Postgres", $"--Storage:ConnectionString={database}");
        standby = await PostgresServer.StandbyOfAsync(primary, Path.Combine(folder, "standby"));
    }

    public async ValueTask DisposeAsync()
    {
        // What the node still commits would wait for it.
        if (isStopped) await standby.StartAsync();
        await app.DisposeAsync();
        await standby.DisposeAsync();
        await primary.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_request_is_not_called_kept_before_the_standby_has_it()
    {
        var asked = Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), app.Get<TimeProvider>().GetUtcNow());
        await standby.StopAsync();
        isStopped = true;

        await TakeAsync(asked).Awaiting(t => t).Should().ThrowAsync<Exception>("the server has it, and a failover would lose it");
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.Id == asked.HandoffId))).Should().Be(1);
        await TakeAsync(asked).Awaiting(t => t).Should().ThrowAsync<Exception>("to find it there is no more");
        await FindAsync(asked).Awaiting(f => f).Should().ThrowAsync<Exception>();
        await standby.StartAsync();
        isStopped = false;

        await Eventually.HoldsAsync(async () =>
        {
            try
            {
                return (await FindAsync(asked)).Contains(asked.HandoffId);
            }
            catch (Exception e) when (StorageFailure.IsAway(e))
            {
                return false;
            }
        }, "the standby has caught up");
        (await TakeAsync(asked)).Handoff.Id.Should().Be(asked.HandoffId);
    }

    [Fact]
    public async Task A_failed_message_that_is_kept_already_is_not_forgotten_by_its_queue_before_the_standby_has_its_row()
    {
        var failed = new FailedMessage(MassTransit.NewId.NextGuid(), FailedBy.Consumer, "sr-x", Type: null, "cause", "{}", HandoffId: null, app.Get<TimeProvider>().GetUtcNow());
        await standby.StopAsync();
        isStopped = true;

        for (var time = 0; time < 2; time++) await app.Get<IDeadLetterBox>().KeepAsync(failed, Token).Awaiting(k => k).Should().ThrowAsync<Exception>("a failover would lose the row");

        (await app.LookAsync(db => db.DeadLetters.CountAsync(d => d.Id == failed.Id))).Should().Be(1);
    }

    [Fact]
    public async Task A_message_that_was_done_already_is_not_forgotten_by_its_queue_before_the_standby_has_what_it_did()
    {
        var (messageId, times) = (MassTransit.NewId.NextGuid(), 0);
        await standby.StopAsync();
        isStopped = true;

        for (var time = 0; time < 2; time++)
            await app.Get<Transactions>().RunOnceAsync(messageId, "consumer", (_, _) => { times++; return Task.CompletedTask; }, Token).Awaiting(o => o).Should().ThrowAsync<Exception>("a failover would lose it");

        times.Should().Be(1);
    }

    private Task<Taken> TakeAsync(HandoffAsked asked) => app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, Token);

    private Task<IReadOnlySet<Guid>> FindAsync(HandoffAsked asked) => app.Get<TakeAsked>().FindTakenAsync([asked.HandoffId], Token);
}
