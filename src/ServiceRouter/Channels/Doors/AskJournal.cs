using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Platform.Journals;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Doors;

/// <summary>
/// The third door: this node's own disk. It also has a copy of what the second door took, so that a broker that loses a queue, or all that it has, loses
/// no request: a record leaves when the database has it, and not before (docs/adr/0037).
/// </summary>
internal sealed class AskJournal(IOptions<StorageOptions> storage, IOptions<DoorsOptions> options, ILogger<AskJournal> log) : IDisposable
{
    private readonly Journal journal = new(Path.Combine(storage.Value.Directory, "journal"), options.Value.JournalFileBytes, options.Value.JournalBytes, log);

    private readonly ConcurrentDictionary<JournalEntry, bool> atBroker = new();

    /// <summary>Askings on this disk that the database does not have yet, as far as this node knows.</summary>
    public int Count => journal.Count;

    /// <summary>Files with what could not be read.</summary>
    public int DamagedFiles => journal.DamagedFiles;

    /// <summary>Ends when the disk has it.</summary>
    public Task<HandoffAsked> AppendAsync(HandoffAsked asked)
    {
        journal.Append(JsonSerializer.SerializeToUtf8Bytes(asked));
        return Task.FromResult(asked);
    }

    /// <summary>The broker has confirmed it: this is the copy.</summary>
    public void Copy(HandoffAsked asked) => HasBroker(journal.Append(JsonSerializer.SerializeToUtf8Bytes(asked)));

    /// <summary>The broker has it as well. Forgotten when this node ends: the broker is then told once more, which adds nothing.</summary>
    public void HasBroker(JournalEntry entry) => atBroker[entry] = true;

    public bool IsAtBroker(JournalEntry entry) => atBroker.ContainsKey(entry);

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

    /// <summary>The database has it.</summary>
    public void Taken(JournalEntry entry)
    {
        journal.Taken(entry);
        atBroker.TryRemove(entry, out _);
    }

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
