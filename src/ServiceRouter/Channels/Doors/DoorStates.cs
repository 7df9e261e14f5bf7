using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Channels.Doors;

/// <summary>Tells what the attempts at the doors have shown of the parts behind them.</summary>
internal sealed class DoorStates(NodeParts parts)
{
    public void Opened(Door door)
    {
        ExerciseScope.Current?.Note(door.ToString());
        parts.Succeeded(PartOf(door));
    }

    public void Shut(Door door)
    {
        // The first door has half a second: a slow answer is no outage yet, and each desk would show it as one.
        if (door == Door.Database) parts.Doubt(Part.Database);
        else parts.Failed(PartOf(door), door == Door.Broker ? "does not confirm" : "cannot be written");
    }

    private static Part PartOf(Door door) => door switch
    {
        Door.Database => Part.Database,
        Door.Broker => Part.Broker,
        _ => Part.Journal,
    };
}
