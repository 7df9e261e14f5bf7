namespace ServiceRouter.Channels.Doors;

/// <summary>What the last attempt at each door has shown.</summary>
public sealed class DoorStates
{
    private readonly bool[] shut = new bool[Enum.GetValues<Door>().Length];

    /// <summary>False when the last attempt failed; true before the first.</summary>
    public bool IsOpen(Door door) => !Volatile.Read(ref shut[(int)door]);

    internal void Opened(Door door) => Volatile.Write(ref shut[(int)door], false);

    internal void Shut(Door door) => Volatile.Write(ref shut[(int)door], true);
}
