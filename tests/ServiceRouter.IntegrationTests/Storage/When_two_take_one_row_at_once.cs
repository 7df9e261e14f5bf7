using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceRouter.Channels.Sms;
using ServiceRouter.DeadLetters;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>
/// Two nodes, or two people, read at the same moment that a row is free: one has it, and the other reads again. Were both to have it, a citizen would get every text message
/// twice, and a colleague would lose a failed message that they were told is theirs.
/// </summary>
public sealed class When_two_take_one_row_at_once(TestServersFixture fixture) : IAsyncLifetime
{
    private const string Number = "+33199001234";

    private RouterSetUp setUp = null!;
    private RouterApp app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        app = await RouterApp.StartAsync(setUp);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task One_node_sends_what_was_said_by_text_message()
    {
        var citizen = await app.CitizenComesAsync(asksNow: true);
        await app.TamperAsync(async db =>
        {
            db.SmsThreads.Add(new SmsThread { Number = Number, ConversationId = citizen.ConversationId, StartedAt = DateTimeOffset.UnixEpoch });
            await db.SaveChangesAsync(Token);
        });
        var (one, other) = (new CountingLine(), new CountingLine());

        var sent = await AtOnceAsync("select 1 from sms_threads for update", Node(one).RunAsync, Node(other).RunAsync);

        sent.Should().BeEquivalentTo([1, 0], "the other found that nothing was left to be said");
        new[] { one.Asked, other.Asked }.Should().ContainSingle(asked => asked > 0, "the provider is asked by one of them");
    }

    [Fact]
    public async Task One_counsellor_has_a_failed_message_in_hand()
    {
        var (one, other) = (await app.CounsellorComesAsync("conseiller1"), await app.CounsellorComesAsync("conseiller2"));
        var id = NewId.NextGuid();
        await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(id, FailedBy.NoConsumer, "sr-x", null, null, "{}", null, DateTimeOffset.UnixEpoch), Token);
        var take = app.Get<TakeDeadLetter>();

        var refusals = await AtOnceAsync("select 1 from dead_letters for update", ct => take.RunAsync(one.Id, id, ct), ct => take.RunAsync(other.Id, id, ct));

        refusals.Select(refusal => refusal?.Code).Should().BeEquivalentTo([null, "dead-letter-taken"]);
        (await app.LookAsync(db => db.DeadLetters.SingleAsync(Token))).TakenBy.Should().Be(refusals[0] is null ? one.Id : other.Id, "whoever was told so has it");
    }

    private SendSms Node(ISmsLine line) => ActivatorUtilities.CreateInstance<SendSms>(app.Get<IServiceProvider>(), line);

    /// <summary>Both have read, and decided, before either writes: somebody else holds the row until both wait for it.</summary>
    private async Task<T[]> AtOnceAsync<T>(string hold, Func<CancellationToken, Task<T>> one, Func<CancellationToken, Task<T>> other)
    {
        await using var connection = new NpgsqlConnection(setUp.Database);
        await connection.OpenAsync(Token);
        await using var holds = await connection.BeginTransactionAsync(Token);
        await using (var held = new NpgsqlCommand(hold, connection, holds)) (await held.ExecuteScalarAsync(Token)).Should().Be(1);
        var takes = new[] { one(Token), other(Token) };
        await Eventually.HoldsAsync(async () => await app.LookAsync(WaitingAsync) == takes.Length, "both wait for the row");
        await holds.RollbackAsync(Token);
        return await Task.WhenAll(takes);
    }

    private static Task<int> WaitingAsync(RouterDbContext db) =>
        db.Database.SqlQueryRaw<int>("select count(*)::int as \"Value\" from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'").SingleAsync(Token);

    /// <summary>A provider that takes everything.</summary>
    private sealed class CountingLine : ISmsLine
    {
        public int Asked { get; private set; }

        public bool Exists => true;

        public Task<SmsFate> SendAsync(string number, string text, CancellationToken ct)
        {
            Asked++;
            return Task.FromResult(SmsFate.Sent);
        }
    }
}
