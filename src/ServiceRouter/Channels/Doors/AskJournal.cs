using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Journals;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>The third door: this node's own disk.</summary>
internal sealed class AskJournal(IOptions<StorageOptions> storage, IOptions<DoorsOptions> options, ILogger<AskJournal> log) : IDisposable
{
    private readonly Journal journal = new(Path.Combine(storage.Value.Directory, "journal"), options.Value.JournalFileBytes, options.Value.JournalBytes, log);

    /// <summary>Askings that are on this disk only.</summary>
    public int Count => journal.Count;

    /// <summary>Files with what could not be read.</summary>
    public int DamagedFiles => journal.DamagedFiles;

    /// <summary>Ends when the disk has it.</summary>
    public Task<HandoffAsked> AppendAsync(HandoffAsked asked)
    {
        journal.Append(JsonSerializer.SerializeToUtf8Bytes(asked));
        return Task.FromResult(asked);
    }

    /// <summary>Takes over what this node, or another that is gone, left on this disk.</summary>
    /// <returns>What was found.</returns>
    public IEnumerable<HandoffAsked> Open() => journal.Open().Select(Read).OfType<HandoffAsked>();

    /// <summary>Oldest first; null for a record that this version cannot read.</summary>
    public IEnumerable<(JournalEntry Entry, HandoffAsked? Asked)> Waiting => journal.Waiting.Select(entry => (entry, Read(entry)));

    /// <summary>The bound is reached: nothing is written before something has been taken.</summary>
    public bool IsFull => journal.IsFull;

    /// <exception cref="IOException">The disk takes no record.</exception>
    public void TryDisk() => journal.TryDisk();

    /// <summary>What could not be read since the last call; its bytes stay in files beside.</summary>
    public IReadOnlyList<byte[]> TakeDamaged() => journal.TakeDamaged();

    public void Taken(JournalEntry entry) => journal.Taken(entry);

    public void Dispose() => journal.Dispose();

    private static HandoffAsked? Read(JournalEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize<HandoffAsked>(entry.Payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
