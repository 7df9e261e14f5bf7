using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>In the rush after an outage many write what a record is about. That is no fault of the record, here as on the bus.</summary>
public sealed class When_a_record_of_the_journal_loses_every_race
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stays_and_is_taken_in_a_later_pass_with_all_that_it_says()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, Busy.Put, "--Roles=Front");
        await app.Get<ReplayJournal>().StopAsync(Token);
        var asked = (Asking.By(ConversationKey.New()) with { CallBackNumber = "0199001234" }).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        await app.Get<AskJournal>().AppendAsync(asked);
        app.Get<Busy>().IsBusy = true;

        await app.Get<ReplayJournal>().RunOnceAsync(Token);

        app.Get<AskJournal>().Count.Should().Be(1);
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0, "nobody has to look at it");
        app.Get<Busy>().IsBusy = false;
        await app.Get<ReplayJournal>().RunOnceAsync(Token);
        app.Get<AskJournal>().Count.Should().Be(0);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.Receipt == asked.Receipt && h.ConversationId == asked.ConversationId);
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0);
    }

    /// <summary>A database in which somebody else is always first, for requests.</summary>
    private sealed class Busy(IDbContextFactory<SqliteRouterDbContext> inner) : IDbContextFactory<RouterDbContext>
    {
        // As often as one unit of work tries: whoever took it otherwise after that would win.
        private const int Losses = 12;
        private int lost;

        public bool IsBusy { get; set; }

        public static void Put(IServiceCollection services)
        {
            services.AddSingleton<Busy>();
            services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => sp.GetRequiredService<Busy>());
        }

        public RouterDbContext CreateDbContext()
        {
            var db = inner.CreateDbContext();
            db.SavingChanges += (_, _) =>
            {
                if (IsBusy && lost < Losses && db.ChangeTracker.Entries<Handoff>().Any() && ++lost > 0) throw new DbUpdateConcurrencyException("another was first");
            };
            return db;
        }
    }
}
