using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Exercises;

/// <summary>Nodes that may be killed, in the production set-up: there they are one more node beside the others.</summary>
internal sealed class ExerciseNodes(IOptions<StorageOptions> storage, IOptions<BusOptions> bus, IOptions<ReceiptsOptions> receipts, OwnArguments own) : IExerciseNodes
{
    private const int PostgresPort = 5432;
    private const string ThisMachine = "127.0.0.1";

    public string? WhyNone
    {
        get
        {
            if (storage.Value.Provider != StorageProvider.Postgres || bus.Value.Transport != BusTransport.RabbitMq)
                return "l'installation embarquée est un seul processus sur un seul fichier : le tuer, c'est arrêter le service lui-même. Arrêtez-le et redémarrez-le : les demandes ouvertes sont toujours là";
            return Servers() is null ? "la base de données n'est pas nommée par un serveur et un port, la ligne ne peut pas être coupée pour un seul nœud" : null;
        }
    }

    public IExerciseNode New(Guid exerciseId)
    {
        var servers = Servers() ?? throw new InvalidOperationException("Asked for although there is a reason against it");
        var broker = bus.Value.Nodes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first.Split(':') : [bus.Value.Host, bus.Value.Port.ToString(CultureInfo.InvariantCulture)];
        // A line for each: with a standby named beside the server, the node finds out by itself which of them writes.
        var databases = servers.ConvertAll(server => new CuttableLine(server.Host, server.Port));
        var messages = new CuttableLine(broker[0], int.Parse(broker[1], CultureInfo.InvariantCulture));
        var folder = Path.Combine(Path.GetFullPath(storage.Value.Directory), "exercises", exerciseId.ToString("N"));
        return new ExerciseNode(own, folder, [.. databases, messages], Settings(receipts.Value.Key, storage.Value.ConnectionString, databases.ConvertAll(line => line.Port), messages.Port));
    }

    /// <summary>What the node has instead of our settings.</summary>
    /// <param name="key">Of our receipts: they are its own as well.</param>
    /// <param name="database">Our connection string.</param>
    /// <param name="databases">Ports of this machine that lead to the database's servers.</param>
    /// <param name="broker">That which leads to the broker.</param>
    internal static Dictionary<string, string> Settings(string key, string database, IEnumerable<int> databases, int broker)
    {
        var connection = new NpgsqlConnectionStringBuilder(database) { Host = string.Join(',', databases.Select(port => string.Create(CultureInfo.InvariantCulture, $"{ThisMachine}:{port}"))) };
        // The lines end on this machine, whose name no certificate of a database has; who signed it is looked at all the same.
        if (connection.SslMode == SslMode.VerifyFull) connection.SslMode = SslMode.VerifyCA;
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Receipts:Key"] = key,
            ["Storage:ConnectionString"] = connection.ConnectionString,
            ["Bus:Host"] = ThisMachine,
            ["Bus:Port"] = broker.ToString(CultureInfo.InvariantCulture),
            // This one line instead of the cluster.
            ["Bus:Nodes"] = "",
            // No telephone: it would ring for citizens and send them their counsellor's words, and is killed in the middle of it (docs/adr/0105).
            ["Twilio:AccountSid"] = "",
        };
    }

    private List<(string Host, int Port)>? Servers() => Servers(storage.Value.ConnectionString);

    /// <summary>Null of a socket's folder: no line that this machine could stand in for.</summary>
    internal static List<(string Host, int Port)>? Servers(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var hosts = given.TryGetValue("Host", out var named) || given.TryGetValue("Server", out named) ? named.ToString()! : "";
        var port = given.TryGetValue("Port", out var said) && int.TryParse(said.ToString(), CultureInfo.InvariantCulture, out var number) ? number : PostgresPort;
        var servers = hosts.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(host => Server(host, port)).ToList();
        return servers.Count == 0 || servers.Exists(server => server.Host.StartsWith('/')) ? null : servers;
    }

    // A port may stand with each of several; an address of IPv6 has more colons, and stands in brackets when a port follows.
    private static (string Host, int Port) Server(string host, int port)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && (host.IndexOf(':', StringComparison.Ordinal) == colon || host[colon - 1] == ']') && int.TryParse(host[(colon + 1)..], CultureInfo.InvariantCulture, out var own)
            ? (host[..colon].Trim('[', ']'), own)
            : (host.Trim('[', ']'), port);
    }
}

/// <summary>What this process was started with.</summary>
internal sealed record OwnArguments(string[] Values);
