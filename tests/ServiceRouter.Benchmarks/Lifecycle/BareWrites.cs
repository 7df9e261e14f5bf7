using System.Security.Cryptography;
using MassTransit;
using Npgsql;
using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Lifecycle;

/// <summary>
/// The floor of whole requests: the rows that one request writes, by a bare program, in the service's own tables and in as many durable commits. No HTTP, no reading,
/// no broker, no stream: nothing on these cores can do more and keep the promise.
/// </summary>
internal static class BareWrites
{
    private const int Connections = 16;
    private const int ReceiptLength = 14;

    // $1 the request, $2 the desk, $3 the number of the desk's first event, $4 a receipt.
    private static readonly string[][] Commits =
    [
        // asked
        [
            "INSERT INTO conversations (id, channel, language, started_at, key_hash, refuses_assistant, voice, misses, human_offered, told_that_words_are_kept, last_activity, last_activity_at, version) VALUES ($1, 'web', 'fr', now(), repeat('k', 43), false, 'Service', 0, false, false, 1, now(), 1)",
            Activity(1, 160),
            "INSERT INTO handoffs (id, receipt, conversation_id, state, version, channel, language, skill, reason, rank, asked_at, waiting_since, at_head, attempts, log_hash) VALUES ($1, $4, $1, 'Waiting', 1, 'web', 'fr', 'general', 'demande_humain', 2, now(), now(), false, 0, repeat('h', 64))",
            Log(1, "Ask", "Waiting", 180), Outgoing("HandoffWaiting"),
        ],
        // offered
        [
            "UPDATE handoffs SET counsellor_id = $2, log_hash = repeat('i', 64), offer_expires_at = now(), offer_id = $1, state = 'Offered', version = 2 WHERE id = $1 AND version = 1",
            "INSERT INTO offers (id, handoff_id, counsellor_id, made_at, expires_at, rung, why, outcome) VALUES ($1, $1, $2, now(), now(), 'nation', repeat('w', 120), 'Open')",
            Log(2, "Offer", "Offered", 120), "UPDATE counsellors SET last_offer_at = now(), version = version + 1 WHERE id = $2", Event(0, "offer", 450),
        ],
        Sent,
        // accepted
        [
            "UPDATE offers SET ended_at = now(), outcome = 'Accepted' WHERE id = $1 AND outcome = 'Open'",
            "UPDATE handoffs SET accepted_at = now(), log_hash = repeat('j', 64), offer_expires_at = NULL, state = 'WithCounsellor', version = 3 WHERE id = $1 AND version = 2",
            "UPDATE conversations SET last_activity = 2, last_activity_at = now(), version = 2, voice = 'Counsellor' WHERE id = $1 AND version = 1",
            Activity(2, 120), Log(3, "Accept", "WithCounsellor", 60), Event(1, "offer-ended", 100), Event(2, "handoff-changed", 80),
        ],
        // three messages each way
        .. Enumerable.Range(3, 6).Select(n => new[] { Activity(n, 50), Conversation(n), Event(n, "activity", 80) }),
        // closed
        [
            "UPDATE handoffs SET closing_code = 'information', ended_at = now(), log_hash = repeat('l', 64), state = 'Served', version = 4 WHERE id = $1 AND version = 3",
            Conversation(9), Activity(9, 120), Log(4, "Serve", "Served", 60), Event(9, "handoff-changed", 80), Outgoing("HandoffEnded"), Outgoing("CounsellorAvailable"),
        ],
        Sent,
        // invited to rate, and rated
        ["INSERT INTO inbox (message_id, consumer, at) VALUES ($1, 'invite', now())", "UPDATE handoffs SET rating_invited_at = now() WHERE id = $1 AND version = 4"],
        ["INSERT INTO ratings (handoff_id, at, score, solved) VALUES ($1, now(), 5, 'Yes')"],
    ];

    // As the dispatcher does: a sent message that is deleted again after a crash is sent twice, which is borne.
    private static string[] Sent => ["BEGIN", "SET LOCAL synchronous_commit = off", "DELETE FROM outbox WHERE key = $1", "COMMIT"];

    /// <summary>Whole requests per second.</summary>
    /// <param name="database">Of a service that has ended.</param>
    /// <param name="length">How long.</param>
    public static async Task<double> MeasureAsync(string database, TimeSpan length)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { MaxPoolSize = Connections, MaxAutoPrepare = 0 }.ConnectionString);
        var (start, end) = (Ticks.Now, Ticks.Now + Ticks.Of(length));
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(desk => WriteAsync(source, $"bare{desk}", end)));
        return counts.Sum() / (Ticks.Milliseconds(start, Ticks.Now) / 1000);
    }

    private static async Task<int> WriteAsync(NpgsqlDataSource source, string desk, long end)
    {
        await using var connection = await source.OpenConnectionAsync();
        var request = new Values(desk);
        var commits = new List<NpgsqlBatch>();
        foreach (var commit in Commits)
        {
            var batch = new NpgsqlBatch(connection);
            foreach (var statement in commit) batch.BatchCommands.Add(request.Bind(statement));
            await batch.PrepareAsync();
            commits.Add(batch);
        }
        var done = 0;
        for (; Ticks.Now < end; done++)
        {
            request.Next();
            foreach (var batch in commits) await batch.ExecuteNonQueryAsync();
        }
        foreach (var batch in commits) await batch.DisposeAsync();
        return done;
    }

    /// <summary>The parameters of all statements of one connection.</summary>
    private sealed class Values(string desk)
    {
        private const int EventsEach = 10;
        private readonly List<NpgsqlParameter<Guid>> ids = [];
        private readonly List<NpgsqlParameter<long>> numbers = [];
        private readonly List<NpgsqlParameter<string>> receipts = [];
        private long number;

        public void Next()
        {
            var id = NewId.NextGuid();
            number += EventsEach;
            ids.ForEach(p => p.TypedValue = id);
            numbers.ForEach(p => p.TypedValue = number);
            receipts.ForEach(p => p.TypedValue = Convert.ToHexString(SHA256.HashData(id.ToByteArray()))[..ReceiptLength]);
        }

        /// <summary>With those of the parameters that the statement has, numbered anew.</summary>
        public NpgsqlBatchCommand Bind(string statement)
        {
            var command = new NpgsqlBatchCommand();
            Add("$1", () => Kept(ids));
            Add("$2", () => new NpgsqlParameter<string> { TypedValue = desk });
            Add("$3", () => Kept(numbers));
            Add("$4", () => Kept(receipts));
            command.CommandText = statement.Replace("$#", "$", StringComparison.Ordinal);
            return command;

            void Add(string mark, Func<NpgsqlParameter> make)
            {
                if (!statement.Contains(mark, StringComparison.Ordinal)) return;
                command.Parameters.Add(make());
                statement = statement.Replace(mark, $"$#{command.Parameters.Count}", StringComparison.Ordinal);
            }
        }

        private static NpgsqlParameter<T> Kept<T>(List<NpgsqlParameter<T>> list)
        {
            var parameter = new NpgsqlParameter<T>();
            list.Add(parameter);
            return parameter;
        }
    }

    private static string Activity(int number, int length) => $"INSERT INTO activities (conversation_id, number, at, author, text) VALUES ($1, {number}, now(), 'Service', repeat('t', {length}))";

    private static string Log(int number, string move, string state, int facts) =>
        $"INSERT INTO handoff_log (handoff_id, number, at, move, state, actor, facts, previous_hash, hash) VALUES ($1, {number}, now(), '{move}', '{state}', 'bench', repeat('f', {facts}), repeat('h', 64), repeat('i', 64))";

    private static string Event(int offset, string kind, int length) =>
        $"INSERT INTO desk_events (counsellor_id, number, at, kind, handoff_id, json) VALUES ($2, $3 + {offset}, now(), '{kind}', $1, repeat('j', {length}))";

    private static string Conversation(int number) => $"UPDATE conversations SET last_activity = {number}, last_activity_at = now(), version = {number} WHERE id = $1 AND version = {number - 1}";

    private static string Outgoing(string type) =>
        $"INSERT INTO outbox (id, key, type, body, written_at, claimed_by, claimed_until, attempts) VALUES (gen_random_uuid(), $1, '{type}', repeat('b', 150), now(), 'bench', now(), 0)";
}
