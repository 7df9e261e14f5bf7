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

    public string? WhyNone
    {
        get
        {
            if (storage.Value.Provider != StorageProvider.Postgres || bus.Value.Transport != BusTransport.RabbitMq)
                return "l'installation embarquée est un seul processus sur un seul fichier : le tuer, c'est arrêter le service lui-même. Arrêtez-le et redémarrez-le : les demandes ouvertes sont toujours là";
            return Server() is null ? "la base de données n'est pas nommée par un serveur et un port, la ligne ne peut pas être coupée pour un seul nœud" : null;
        }
    }

    public IExerciseNode New(Guid exerciseId)
    {
        var (host, port) = Server() ?? throw new InvalidOperationException("Asked for although there is a reason against it");
        var broker = bus.Value.Nodes.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first.Split(':') : [bus.Value.Host, bus.Value.Port.ToString(CultureInfo.InvariantCulture)];
        var (database, messages) = (new CuttableLine(host, port), new CuttableLine(broker[0], int.Parse(broker[1], CultureInfo.InvariantCulture)));
        var folder = Path.Combine(Path.GetFullPath(storage.Value.Directory), "exercises", exerciseId.ToString("N"));
        var connection = new NpgsqlConnectionStringBuilder(storage.Value.ConnectionString) { Host = "127.0.0.1", Port = database.Port };
        // The line ends on this machine, whose name no certificate of a database has; who signed it is looked at all the same.
        if (connection.SslMode == SslMode.VerifyFull) connection.SslMode = SslMode.VerifyCA;
        return new ExerciseNode(own, folder, [database, messages], new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            // Its receipts are ours.
            ["Receipts:Key"] = receipts.Value.Key,
            ["Storage:ConnectionString"] = connection.ConnectionString,
            ["Bus:Host"] = "127.0.0.1",
            ["Bus:Port"] = messages.Port.ToString(CultureInfo.InvariantCulture),
            // This one line instead of the cluster.
            ["Bus:Nodes"] = "",
        });
    }

    // A socket's folder, several hosts: not a line that this machine could stand in for.
    private (string Host, int Port)? Server()
    {
        var given = new DbConnectionStringBuilder { ConnectionString = storage.Value.ConnectionString };
        var host = given.TryGetValue("Host", out var named) || given.TryGetValue("Server", out named) ? named.ToString()! : "";
        if (host.Length == 0 || host.StartsWith('/') || host.Contains(',', StringComparison.Ordinal)) return null;
        return (host, given.TryGetValue("Port", out var port) && int.TryParse(port.ToString(), CultureInfo.InvariantCulture, out var number) ? number : PostgresPort);
    }
}

/// <summary>What this process was started with.</summary>
internal sealed record OwnArguments(string[] Values);
