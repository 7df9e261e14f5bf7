using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>It would be the first that each next life takes, and would end it: with two ends it goes to people, and what is behind it is taken (docs/adr/0114).</summary>
public sealed class When_a_record_of_the_journal_ends_its_process
{
    private readonly RouterSetUp setUp = RouterSetUp.Embedded();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_two_ends_it_stands_in_the_queue_and_before_people_and_what_is_behind_it_is_taken()
    {
        var (guilty, behind) = await LeftAsync(endsBefore: 1);

        await using var app = await RouterApp.StartAsync(setUp);

        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "nothing is replayed for ever");
        (await app.LookAsync(db => db.DeadLetters.SingleAsync())).Should().BeEquivalentTo(
            new { Id = guilty.HandoffId, HandoffId = (Guid?)guilty.HandoffId, FailedBy = FailedBy.Returns, Place = "journal", Technical = "ended two processes", MessageType = typeof(HandoffAsked).FullName });
        (await app.LookAsync(db => db.Handoffs.ToListAsync())).Should().BeEquivalentTo(
            [new { guilty.Receipt, ConversationId = guilty.HandoffId }, new { behind.Receipt, behind.ConversationId }], "nothing else of what may have ended them is read");
    }

    [Fact]
    public async Task One_end_is_chance_and_it_is_taken_after_the_others()
    {
        var (suspect, behind) = await LeftAsync(endsBefore: 0);

        await using var app = await RouterApp.StartAsync(setUp);

        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "both are taken");
        (await app.LookAsync(db => db.DeadLetters.CountAsync())).Should().Be(0);
        (await app.LookAsync(db => db.HandoffLog.OrderBy(e => e.At).Select(e => e.HandoffId).ToListAsync())).Should().Equal(behind.HandoffId, suspect.HandoffId);
        (await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.Id == suspect.HandoffId))).ConversationId.Should().Be(suspect.ConversationId);
    }

    [Fact]
    public async Task It_is_written_down_for_as_long_as_it_is_taken()
    {
        await using var app = await RouterApp.StartAsync(setUp, clock: null, Watched.Put);
        await app.Get<ReplayJournal>().StopAsync(Token);
        var asked = await AppendAsync(app);
        var wasInHand = false;
        app.Get<Watched>().Saving = db => wasInHand |= db.ChangeTracker.Entries<Handoff>().Any() && WrittenDown().Contains(asked.HandoffId);

        await app.Get<ReplayJournal>().RunOnceAsync(Token);

        wasInHand.Should().BeTrue();
        WrittenDown().Should().OnlyContain(id => id == Guid.Empty, "it is done");
    }

    /// <summary>As a node leaves its disk that is killed while it takes the first of two records.</summary>
    private async Task<(HandoffAsked First, HandoffAsked Second)> LeftAsync(int endsBefore)
    {
        var former = await RouterApp.StartAsync(setUp);
        await former.Get<ReplayJournal>().StopAsync(Token);
        var (first, second) = (await AppendAsync(former), await AppendAsync(former));
        if (endsBefore > 0)
        {
            await former.TamperAsync(db =>
            {
                db.SuspectMessages.Add(new SuspectMessage { MessageId = first.HandoffId, Ends = endsBefore, LastAt = first.AskedAt });
                return db.SaveChangesAsync(Token);
            });
        }
        await former.StopAsync();
        await File.WriteAllBytesAsync(InHandFile, first.HandoffId.ToByteArray(), Token);
        return (first, second);
    }

    private static Task<HandoffAsked> AppendAsync(RouterApp app) =>
        app.Get<AskJournal>().AppendAsync(Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), app.Get<TimeProvider>().GetUtcNow()));

    private string InHandFile => Path.Combine(Directory.CreateDirectory(Path.Combine(setUp.Folder, "in-hand", "1")).FullName, "messages");

    private List<Guid> WrittenDown()
    {
        using var file = new FileStream(InHandFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return [.. bytes.ToArray().Chunk(16).Select(room => new Guid(room))];
    }

    /// <summary>The embedded database, before each commit.</summary>
    private sealed class Watched(IDbContextFactory<SqliteRouterDbContext> inner) : IDbContextFactory<RouterDbContext>
    {
        public Action<RouterDbContext> Saving { get; set; } = _ => { };

        public static void Put(IServiceCollection services)
        {
            services.AddSingleton<Watched>();
            services.AddSingleton<IDbContextFactory<RouterDbContext>>(sp => sp.GetRequiredService<Watched>());
        }

        public RouterDbContext CreateDbContext()
        {
            var db = inner.CreateDbContext();
            db.SavingChanges += (_, _) => Saving(db);
            return db;
        }
    }
}
