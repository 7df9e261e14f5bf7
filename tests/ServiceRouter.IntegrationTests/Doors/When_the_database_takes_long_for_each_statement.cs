using System.Data.Common;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Moves;
using ServiceRouter.Platform.Parts;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>
/// The database answers every statement, and takes longer for the whole of an asking than a try may take at first. Nothing remains of a try that is given up: with the same limit each time
/// none would come to its end for as long as that lasts (docs/adr/0119).
/// </summary>
public sealed class When_the_database_takes_long_for_each_statement
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_came_by_another_door_is_taken_all_the_same(bool countsAsAway)
    {
        var slow = new Slow();
        await using var app = await RouterApp.StartAsync(
            RouterSetUp.EmbeddedInMemory(), clock: null, services => services.AddSingleton(new TakingTime { Shortest = TimeSpan.FromMilliseconds(500) })
                .ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(slow)), "--Doors:LongestInHand=00:10:00", "--Doors:LookAgainInterval=00:00:00.050");
        var asked = new Asking { ConversationId = ConversationKey.New().ConversationId }.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        slow.IsSlow = true;
        // As a look says it that takes too long.
        if (countsAsAway) app.Get<NodeParts>().Saw(Part.Database, PartState.Away, "does not answer");

        await ActivatorUtilities.CreateInstance<HandoffAskedConsumer>(app.Get<IServiceProvider>()).Consume(Delivered.Of(asked, NewId.NextGuid()))
            .WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        slow.IsSlow = false;
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Id.Should().Be(asked.HandoffId);
    }

    private sealed class Slow : DbCommandInterceptor
    {
        private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(300);

        public bool IsSlow { get; set; }

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (IsSlow) await Task.Delay(Each, TimeProvider.System, cancellationToken);
            return await base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
