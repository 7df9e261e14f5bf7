namespace ServiceRouter.Platform.Journals;

/// <summary>A record that somebody waits for: whoever has the turn at the disk next writes it along with all others that wait.</summary>
/// <param name="payload">One line in UTF-8.</param>
internal sealed class PendingRecord(byte[] payload)
{
    private readonly TaskCompletionSource<JournalEntry> written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public byte[] Payload => payload;

    public byte[] Bytes { get; } = JournalRecord.Write(payload);

    /// <summary>Ends when the disk has it.</summary>
    /// <exception cref="IOException">The disk refused, or the journal is full.</exception>
    public Task<JournalEntry> Written => written.Task;

    public void IsOnDisk(JournalEntry entry) => written.SetResult(entry);

    public void Failed(Exception failure) => written.TrySetException(failure);
}
