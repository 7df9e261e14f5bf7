using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.Platform.Live;

namespace ServiceRouter.IntegrationTests.Storage;

/// <summary>
/// What one request costs the database, statement by statement, in production's set-up: nobody notices one that is added, and thirty of them are a third of what a machine can take (docs/adr/0115).
/// Whoever adds one with a reason changes the number here and in docs/performance.md. The clock stands, so that nothing is asked at intervals beside it.
/// </summary>
public sealed class When_statements_are_counted(TestServersFixture fixture)
{
    private const string Removal = "DELETE FROM outbox";
    private const int MessagesEachWay = 3;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_asking_and_a_whole_request_cost_no_statement_more_than_before()
    {
        var setUp = await RouterSetUp.ProductionAsync(await fixture.Servers);
        var direct = new NpgsqlConnectionStringBuilder(setUp.Database);
        await using var line = new CountedStatements(direct.Host!, direct.Port);
        var counted = new NpgsqlConnectionStringBuilder(setUp.Database) { Host = line.Address.Host, Port = line.Address.Port }.ConnectionString;
        await using var app = await RouterApp.StartAsync(setUp, clock, $"--Storage:ConnectionString={counted}");
        await using var look = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(setUp.Database) { Pooling = false }.ConnectionString);
        await look.OpenAsync(Token);
        var desk = await app.CounsellorComesAsync();
        // What is done once in a process is not of a request.
        await LiveAsync(app, desk, line, look);

        var (asking, whole) = await LiveAsync(app, desk, line, look);

        asking.Statements.Should().Be(20, asking.ToString());
        asking.RoundTrips.Should().Be(8, asking.ToString());
        asking.Removals.Should().Be(1, asking.ToString());
        whole.Statements.Should().Be(114, whole.ToString());
        whole.RoundTrips.Should().Be(57, whole.ToString());
        // The two messages of an end leave together and may be confirmed apart.
        whole.Removals.Should().BeInRange(2, 3, whole.ToString());
    }

    [Fact]
    public async Task Other_nodes_are_told_of_no_conversation_that_nobody_can_follow_yet()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory());
        var told = new ConcurrentQueue<string>();
        app.Get<LiveStreams>().Committed += streams =>
        {
            foreach (var stream in streams) told.Enqueue(stream);
        };

        var citizen = await app.CitizenComesAsync(asksNow: true);

        told.Should().BeEmpty();
        await citizen.SaysAsync("bonjour");
        told.Distinct().Should().Equal(StreamName.Conversation(citizen.ConversationId));
    }

    private static async Task<(Cost Asking, Cost Whole)> LiveAsync(RouterApp app, DeskOf desk, CountedStatements line, NpgsqlConnection look)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var before = line.SoFar;
        var receipt = (await SendAsync("/humain", "text/html", HttpStatusCode.Found))["/demande/".Length..];
        await Eventually.HoldsAsync(() => IsAsync("select exists (select from offers where outcome = 'Open') and not exists (select from outbox)"), "it is offered, and the message has left");
        var asking = Cost.Between(before, line.SoFar);

        (await desk.AcceptsAsync((Guid)(await AskAsync("select id from offers where outcome = 'Open'"))!)).Should().BeNull();
        for (var message = 0; message < MessagesEachWay; message++)
        {
            await SendAsync($"/demande/{receipt}", "application/json", HttpStatusCode.OK, ("texte", "Bonjour, j'attends un papier."), ("envoi", $"{receipt}-{message}"), ("vu", "0"));
            (await desk.SaysAsync(receipt, "Bonjour, je regarde votre demande.", $"{receipt}-{message}")).Should().BeNull();
        }
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        await Eventually.HoldsAsync(() => IsAsync("select not exists (select from outbox) and not exists (select from handoffs where rating_invited_at is null)"), "the messages have left, and it may be rated");
        await SendAsync($"/demande/{receipt}?handler=Avis", "text/html", HttpStatusCode.Found, ("note", "5"), ("resolu", "Yes"));
        return (asking, Cost.Between(before, line.SoFar));

        async Task<string> SendAsync(string path, string accept, HttpStatusCode expected, params (string Name, string Value)[] fields)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var answer = await http.SendAsync(request, Token);
            answer.StatusCode.Should().Be(expected);
            return answer.Headers.Location?.OriginalString ?? "";
        }

        async Task<object?> AskAsync(string question)
        {
            await using var command = new NpgsqlCommand(question, look);
            return await command.ExecuteScalarAsync(Token);
        }

        async Task<bool> IsAsync(string question) => (bool)(await AskAsync(question))!;
    }

    /// <summary>Without the removals from the outbox, which are gathered, and counted apart.</summary>
    private sealed record Cost(IReadOnlyList<string> All, int AllRoundTrips)
    {
        public int Removals => All.Count(IsRemoval);

        public int Statements => All.Count - Removals;

        public int RoundTrips => AllRoundTrips - Removals;

        public static Cost Between((IReadOnlyList<string> Statements, int RoundTrips) before, (IReadOnlyList<string> Statements, int RoundTrips) after) =>
            new([.. after.Statements.Skip(before.Statements.Count)], after.RoundTrips - before.RoundTrips);

        // Braces would be taken for places of values.
        public override string ToString() =>
            $"these are {Statements} statements in {RoundTrips} round trips, {Removals} removals:\n" + string.Join('\n', All.Select(s => s.ReplaceLineEndings(" ").Replace('{', '(').Replace('}', ')'))) + "\n";

        private static bool IsRemoval(string statement) => statement.StartsWith(Removal, StringComparison.Ordinal);
    }
}
