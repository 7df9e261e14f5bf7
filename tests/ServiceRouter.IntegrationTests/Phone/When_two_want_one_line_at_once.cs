using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Channels.Phone.Lines.Seconds;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>
/// Two nodes, or two presses, read at the same moment that nobody is rung for a request. A second line would ring busy, and what is done about a line that is lost
/// would cut the first one off in the middle of the talk: the database lets one of the two.
/// </summary>
public sealed class When_two_want_one_line_at_once(TestServersFixture fixture) : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string Marc = "conseiller2";

    private PhoneStory story = null!;
    private string receipt = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync(await RouterSetUp.ProductionAsync(await fixture.Servers), _ => { });
        await story.App.Get<SetPhone>().RunAsync(Nadia, "+33611000001", Token);
        var desk = await story.App.CounsellorComesAsync(Nadia);
        await story.App.CitizenComesAsync(asksNow: true);
        receipt = await desk.TakesNextAsync();
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task The_counsellor_is_rung_once()
    {
        (await AtOnceAsync(() => story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token))).Should().AllSatisfy(refusal => refusal.Should().BeNull());

        (await story.App.LookAsync(db => db.CounsellorLines.CountAsync(Token))).Should().Be(1);
    }

    [Fact]
    public async Task One_second_counsellor_is_rung()
    {
        await story.App.Get<SetPhone>().RunAsync(Marc, "+33611000002", Token);
        await story.App.CounsellorComesAsync(Marc);
        await TalksAsync();

        (await AtOnceAsync(() => story.App.Get<SecondAtDesk>().AskAsync(Nadia, receipt, null, Marc, Token))).Should().AllSatisfy(refusal => refusal.Should().BeNull());

        (await story.App.LookAsync(db => db.SecondLines.CountAsync(Token))).Should().Be(1);
    }

    /// <summary>Both have read, and decided, before either commits: each tells the counsellor's desk, which somebody else holds until then.</summary>
    private async Task<Refusal?[]> AtOnceAsync(Func<Task<Refusal?>> want)
    {
        var (isHeld, bothHaveRead) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var holds = story.App.Get<Transactions>().RunAsync(async (work, token) =>
        {
            await work.OpenDesksAsync([Nadia], token);
            isHeld.TrySetResult();
            await bothHaveRead.Task;
        }, Token);
        await isHeld.Task;
        var wanted = new[] { want(), want() };
        await Eventually.HoldsAsync(async () => await story.App.LookAsync(WaitingAsync) == wanted.Length, "both wait for the desk");
        bothHaveRead.SetResult();
        await holds;
        return await Task.WhenAll(wanted);
    }

    private static Task<int> WaitingAsync(RouterDbContext db) => db.Database.SqlQueryRaw<int>(
        "select count(*)::int as \"Value\" from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())").SingleAsync(Token);

    private Task TalksAsync() => story.App.Get<Transactions>().RunAsync(async (work, token) =>
    {
        var handoff = await work.Db.Handoffs.SingleAsync(token);
        var line = new CounsellorLine
        {
            Id = MassTransit.NewId.NextGuid(), HandoffId = handoff.Id, ConversationId = handoff.ConversationId, CounsellorId = Nadia, HandoffVersion = handoff.Version, Address = "+33611000001",
        };
        line.RingsAs("CA00000000000000000000000000000001");
        line.Become(LineState.Talking, work.Now);
        work.Db.CounsellorLines.Add(line);
    }, Token);
}
