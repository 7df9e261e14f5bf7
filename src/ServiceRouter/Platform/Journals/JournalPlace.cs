namespace ServiceRouter.Platform.Journals;

/// <summary>
/// A folder of segments that one living process owns, by a lock that the system releases when the process ends. Nodes that share a
/// directory get one place each; a place whose owner is gone is taken over.
/// </summary>
internal sealed class JournalPlace : IDisposable
{
    private const string LockFile = "lock";
    private readonly FileStream held;

    private JournalPlace(string folder, FileStream held) => (Folder, this.held) = (folder, held);

    public string Folder { get; }

    /// <summary>Null when another process has it.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static JournalPlace? TryTake(string folder)
    {
        DiskFolder.Create(folder);
        try
        {
            return new JournalPlace(folder, DiskFolder.Open(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    public void Dispose() => held.Dispose();

    // .NET reports a lock of another process as "would block": EWOULDBLOCK is 11 on Linux, 35 on macOS; a sharing violation on Windows is 32.
    private static bool IsHeld(IOException e) => e.GetType() == typeof(IOException) && (e.HResult is 11 or 35 || (e.HResult & 0xFFFF) == 32);
}
