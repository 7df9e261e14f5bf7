using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>
/// A line to PostgreSQL on which each statement is counted that a client has executed, whoever wrote it: what Entity Framework sends, what the driver adds (BEGIN, COMMIT), and what goes past both.
/// It reads the messages of the client (protocol 3.0 of PostgreSQL, "Message Formats"): Parse names a text, Bind a name, Execute counts, and Sync or a simple query ends a way to the server and back.
/// </summary>
internal sealed class CountedStatements(string host, int port) : TcpProxy
{
    private const int LargestKept = 1 << 20;

    private readonly Lock gate = new();
    private readonly List<string> executed = [];
    private int roundTrips;

    /// <summary>Texts of the statements so far, in the order in which they were sent, and how many answers were waited for.</summary>
    public (IReadOnlyList<string> Statements, int RoundTrips) SoFar
    {
        get
        {
            lock (gate) return ([.. executed], roundTrips);
        }
    }

    protected override async Task<TcpClient> ConnectAsync(CancellationToken ct)
    {
        var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(host, port, ct);
        return server;
    }

    protected override Task AnswerAsync(NetworkStream from, NetworkStream to, CancellationToken ct) => from.CopyToAsync(to, ct);

    protected override async Task CarryAsync(NetworkStream from, NetworkStream to, CancellationToken ct)
    {
        var (connection, unread, piece) = (new Connection(this), new List<byte>(), new byte[64 * 1024]);
        while (await from.ReadAsync(piece, ct) is > 0 and var length)
        {
            unread.AddRange(piece.AsSpan(0, length));
            var read = connection.Read([.. unread]);
            unread.RemoveRange(0, read);
            if (unread.Count > LargestKept) throw new IOException("A message is too large to be counted");
            await to.WriteAsync(piece.AsMemory(0, length), ct);
        }
    }

    private void Count(string statement)
    {
        lock (gate) executed.Add(statement);
    }

    private void CountRoundTrip()
    {
        lock (gate) roundTrips++;
    }

    private sealed class Connection(CountedStatements counted)
    {
        private const int BeginsWithLength = 4;
        private const int HasType = 1;

        private readonly Dictionary<string, string> named = [];
        private bool isOpen;
        private string bound = "";

        /// <returns>How many bytes were whole messages.</returns>
        public int Read(ReadOnlySpan<byte> bytes)
        {
            var at = 0;
            while (true)
            {
                // What a connection begins with (the wish for encryption, the user and the database) has no type.
                var typed = isOpen ? HasType : 0;
                if (bytes.Length - at < typed + BeginsWithLength) return at;
                var length = BinaryPrimitives.ReadInt32BigEndian(bytes[(at + typed)..]);
                if (bytes.Length - at < typed + length) return at;
                var body = bytes.Slice(at + typed + BeginsWithLength, length - BeginsWithLength);
                if (isOpen) Hear((char)bytes[at], body);
                // Version 3.0; the wishes have other numbers.
                else isOpen = BinaryPrimitives.ReadInt32BigEndian(body) == 3 << 16;
                at += typed + length;
            }
        }

        private void Hear(char type, ReadOnlySpan<byte> body)
        {
            switch (type)
            {
                case 'P':
                    var name = Text(ref body);
                    named[name] = Text(ref body);
                    break;
                case 'B':
                    Text(ref body);
                    bound = named.GetValueOrDefault(Text(ref body), "?");
                    break;
                case 'E':
                    counted.Count(bound);
                    break;
                case 'Q':
                    var simple = Text(ref body);
                    counted.Count(simple);
                    // The driver sends it with what comes next.
                    if (!simple.StartsWith("BEGIN", StringComparison.Ordinal)) counted.CountRoundTrip();
                    break;
                case 'S':
                    counted.CountRoundTrip();
                    break;
            }
        }

        private static string Text(ref ReadOnlySpan<byte> body)
        {
            var end = body.IndexOf((byte)0);
            var text = Encoding.UTF8.GetString(body[..end]);
            body = body[(end + 1)..];
            return text;
        }
    }
}
