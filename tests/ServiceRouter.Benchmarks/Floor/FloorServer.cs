using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using ServiceRouter.Benchmarks.Measuring;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Floor;

/// <summary>
/// The bare program: what the database, the broker and the network ask for by themselves. A request commits one row, publishes it,
/// consumes it and writes it to the open event streams; plain sockets, no framework, one insert, one message.
/// </summary>
internal sealed class FloorServer(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<Socket, byte> streams = new();
    private FloorQueue queue = null!;

    public static async Task<int> RunAsync(BenchArguments arguments)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(arguments.Text("database")) { MaxAutoPrepare = 10, AutoPrepareMinUsages = 1 }.ConnectionString);
        await using (var create = database.CreateCommand("create table if not exists floor_rows (id bigint not null, body bytea not null)")) await create.ExecuteNonQueryAsync();
        var server = new FloorServer(database);
        server.queue = await FloorQueue.OpenAsync(BrokerAddress.Parse(arguments.Text("broker")), server.PushAsync);
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, arguments.Number("port", 0)));
        listener.Listen();
        while (true) _ = server.ServeAsync(await listener.AcceptAsync());
    }

    private async Task ServeAsync(Socket client)
    {
        client.NoDelay = true;
        try
        {
            var buffer = new byte[4096];
            while (await ReadRequestAsync(client, buffer) is { } target)
            {
                if (target.StartsWith("/ask/", StringComparison.Ordinal)) await AskAsync(client, long.Parse(target.AsSpan(5), CultureInfo.InvariantCulture));
                else if (target == "/events")
                {
                    await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"u8.ToArray());
                    streams[client] = 0;
                }
                else await client.SendAsync(Empty);
            }
        }
        catch (SocketException)
        {
            // The client went away.
        }
        streams.TryRemove(client, out _);
        client.Dispose();
    }

    private static readonly byte[] Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private async Task AskAsync(Socket client, long id)
    {
        var received = Ticks.Now;
        await using (var insert = database.CreateCommand("insert into floor_rows (id, body) values ($1, $2)"))
        {
            insert.Parameters.Add(new() { Value = id });
            insert.Parameters.Add(new() { Value = new FloorStamps(id, received, 0, 0, FloorStamps.Padding).ToUtf8() });
            await insert.ExecuteNonQueryAsync();
        }
        var published = Ticks.Now;
        var confirm = queue.PublishAsync(new FloorStamps(id, received, published, 0, FloorStamps.Padding).ToUtf8());
        await client.SendAsync(Empty);
        await confirm;
        await SendToStreamsAsync("confirmed", new FloorStamps(id, received, published, Ticks.Now, ""));
    }

    private Task PushAsync(ReadOnlyMemory<byte> body) => SendToStreamsAsync("pushed", FloorStamps.Read(body.Span) with { Consumed = Ticks.Now });

    private async Task SendToStreamsAsync(string name, FloorStamps stamps)
    {
        var line = Encoding.UTF8.GetBytes($"event: {name}\nid: {stamps.Id}\ndata: {Encoding.UTF8.GetString(stamps.ToUtf8())}\n\n");
        foreach (var stream in streams.Keys) await stream.SendAsync(line);
    }

    // The load sends each request in one piece and without a body.
    private static async Task<string?> ReadRequestAsync(Socket client, byte[] buffer)
    {
        var filled = 0;
        do
        {
            var read = await client.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0) return null;
            filled += read;
        }
        while (!buffer.AsSpan(0, filled).EndsWith("\r\n\r\n"u8));
        return Encoding.ASCII.GetString(buffer, 0, filled).Split(' ', 3)[1];
    }
}
