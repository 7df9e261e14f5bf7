using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.Steering;

namespace ServiceRouter.Benchmarks.Ledger;

/// <summary>The floors: what must be read, hashed and written, by loops that do nothing else, on one connection. Each gives milliseconds.</summary>
internal static class BareReads
{
    private const int MostOfEntry = 4096;
    private const int HashLength = 64;

    /// <summary>The whole event log in the order of its key, and a SHA-256 of each entry, which is held against the one that is there.</summary>
    /// <exception cref="InvalidOperationException">One is another.</exception>
    public static Task<double> LogAsync(NpgsqlDataSource database) => TimeAsync(async () =>
    {
        await using var command = database.CreateCommand("SELECT handoff_id, number, at, move, state, actor, facts, previous_hash, hash FROM handoff_log ORDER BY handoff_id, number");
        await using var rows = await command.ExecuteReaderAsync();
        var text = new byte[MostOfEntry];
        while (await rows.ReadAsync()) Hash(rows, text);
    });

    /// <summary>All leaves in their order; of each the hash over itself and one of the tree above it.</summary>
    public static Task<double> LeavesAsync(NpgsqlDataSource database) => TimeAsync(async () =>
    {
        await using var command = database.CreateCommand("SELECT handoff_id, number, hash FROM log_anchor_leaves ORDER BY day, place");
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) HashLeaf(rows.GetGuid(0), rows.GetInt32(1), rows.GetString(2));
    });

    /// <summary>For each day its entries, two hashes of each log that moved, the leaves by COPY into a table as the program's, and one commit.</summary>
    public static async Task<double> AnchorsAsync(LedgerStage stage, DateOnly first, DateOnly last)
    {
        await stage.ExecuteAsync("CREATE SCHEMA floor; CREATE TABLE floor.leaves (LIKE log_anchor_leaves INCLUDING ALL)");
        var took = await TimeAsync(async () =>
        {
            await using var connection = await stage.Database.OpenConnectionAsync();
            for (var day = first; day <= last; day = day.AddDays(1)) await AnchorAsync(connection, day);
        });
        await stage.ExecuteAsync("DROP SCHEMA floor CASCADE");
        return took;
    }

    /// <summary>Requests by channel, territory, language and state, and askings in the log: one statement each.</summary>
    public static Task<double> CountAsync(NpgsqlDataSource database) => TimeAsync(async () =>
    {
        await ReadAllAsync(database, "SELECT channel, asked_territory, language, state, count(*), count(first_human_word_at) FROM handoffs GROUP BY 1, 2, 3, 4");
        await ReadAllAsync(database, "SELECT count(*) FROM handoff_log WHERE move = 'Ask' AND actor <> 'exercise'");
    });

    /// <summary>So many requests, the oldest ones: their entries, and their rows.</summary>
    public static Task<double> StretchAsync(NpgsqlDataSource database, int requests) => TimeAsync(async () =>
    {
        var asked = $"SELECT handoff_id FROM handoff_log WHERE move = 'Ask' AND actor <> 'exercise' ORDER BY at LIMIT {requests}";
        await ReadAllAsync(database, $"SELECT * FROM handoff_log WHERE handoff_id IN ({asked})");
        await ReadAllAsync(database, $"SELECT * FROM handoffs WHERE id IN ({asked})");
    });

    /// <summary>The entries, activities and leaves of the requests of one day.</summary>
    public static Task<double> DayAsync(NpgsqlDataSource database, DateOnly day) => TimeAsync(async () =>
    {
        var asked = $"SELECT handoff_id FROM handoff_log WHERE move = 'Ask' AND at >= '{FrenchDay.Midnight(day):O}' AND at < '{FrenchDay.Midnight(day.AddDays(1)):O}'";
        await ReadAllAsync(database, $"SELECT * FROM handoff_log WHERE handoff_id IN ({asked})");
        await ReadAllAsync(database, $"SELECT a.conversation_id, a.number, a.at, a.author FROM activities a JOIN handoffs h ON h.conversation_id = a.conversation_id WHERE h.id IN ({asked})");
        await ReadAllAsync(database, $"SELECT * FROM log_anchor_leaves WHERE handoff_id IN ({asked})");
    });

    /// <summary>A file, and its SHA-256.</summary>
    public static Task<double> FileAsync(string path) => TimeAsync(async () =>
    {
        await using var file = File.OpenRead(path);
        await SHA256.HashDataAsync(file);
    });

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var start = Ticks.Now;
        await act();
        return Ticks.Milliseconds(start, Ticks.Now);
    }

    private static async Task ReadAllAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var values = new object[rows.FieldCount];
        while (await rows.ReadAsync()) rows.GetValues(values);
    }

    private static void Hash(NpgsqlDataReader row, byte[] text)
    {
        row.GetGuid(0).TryFormat(text, out var length, "N");
        text[length++] = (byte)'\n';
        row.GetInt32(1).TryFormat(text.AsSpan(length), out var written, provider: CultureInfo.InvariantCulture);
        text[length += written] = (byte)'\n';
        (row.GetDateTime(2).Ticks / TimeSpan.TicksPerMicrosecond).TryFormat(text.AsSpan(++length), out written, provider: CultureInfo.InvariantCulture);
        length += written;
        for (var column = 3; column <= 7; column++)
        {
            text[length++] = (byte)'\n';
            length += Encoding.UTF8.GetBytes(row.GetString(column), text.AsSpan(length));
        }
        if (Hex(text.AsSpan(0, length)) != row.GetString(8)) throw new InvalidOperationException($"Entry {row.GetInt32(1)} of handoff {row.GetGuid(0)} has another hash than its content gives");
    }

    private static void HashLeaf(Guid handoff, int number, string hash)
    {
        Span<byte> leaf = stackalloc byte[16 + sizeof(int) + HashLength];
        handoff.TryWriteBytes(leaf);
        BinaryPrimitives.WriteInt32BigEndian(leaf[16..], number);
        Encoding.UTF8.GetBytes(hash, leaf[(16 + sizeof(int))..]);
        Hex(leaf);
        Hex(leaf[(16 + sizeof(int))..]);
    }

    private static string Hex(ReadOnlySpan<byte> text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return Convert.ToHexStringLower(hash);
    }

    private static async Task AnchorAsync(NpgsqlConnection connection, DateOnly day)
    {
        var ends = new Dictionary<Guid, (int Number, string Hash)>();
        await using (var command = new NpgsqlCommand($"SELECT handoff_id, number, hash FROM handoff_log WHERE at >= '{FrenchDay.Midnight(day):O}' AND at < '{FrenchDay.Midnight(day.AddDays(1)):O}'", connection))
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                var (handoff, number) = (rows.GetGuid(0), rows.GetInt32(1));
                if (!ends.TryGetValue(handoff, out var end) || end.Number < number) ends[handoff] = (number, rows.GetString(2));
            }
        }
        await using var copy = await connection.BeginBinaryImportAsync("COPY floor.leaves (day, place, handoff_id, number, hash) FROM STDIN (FORMAT BINARY)");
        var place = 0;
        foreach (var (handoff, (number, hash)) in ends.OrderBy(e => e.Key))
        {
            HashLeaf(handoff, number, hash);
            await copy.StartRowAsync();
            await copy.WriteAsync(day, NpgsqlDbType.Date);
            await copy.WriteAsync(place++, NpgsqlDbType.Integer);
            await copy.WriteAsync(handoff, NpgsqlDbType.Uuid);
            await copy.WriteAsync(number, NpgsqlDbType.Integer);
            await copy.WriteAsync(hash, NpgsqlDbType.Varchar);
        }
        await copy.CompleteAsync();
    }
}
