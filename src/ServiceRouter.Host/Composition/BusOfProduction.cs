using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Composition;

/// <summary>
/// A bus in memory beside a database that other nodes have too: its node takes their messages out of the outbox and sends them to itself, and its second door does not exist. Nobody means that, and it comes
/// of a setting that is left out (docs/adr/0114). A command sends nothing and is not asked.
/// </summary>
internal static class BusOfProduction
{
    public static IEnumerable<string> Faults(IConfiguration settings, bool isProduction)
    {
        if (!isProduction || settings.GetValue("Storage:Provider", StorageProvider.Sqlite) != StorageProvider.Postgres) yield break;
        if (settings.GetValue("Bus:Transport", BusTransport.InMemory) != BusTransport.InMemory || settings.GetValue("Bus:SingleNode", false)) yield break;
        yield return "Bus:Transport is InMemory and Storage:Provider is Postgres: beside other nodes this one would take their messages and lose them. "
            + "Set Bus:Transport to RabbitMq, as on the other nodes; or, where this is the only one, set Bus:SingleNode to true.";
    }
}
