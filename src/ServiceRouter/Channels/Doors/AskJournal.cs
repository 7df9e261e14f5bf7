using System.Collections.Concurrent;
using System.Security.Cryptography;
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
/// <param name="seal">Closes numbers for the disk.</param>
/// <param name="storage">Where the disk is.</param>
/// <param name="options">Bounds.</param>
/// <param name="log">Hears what cannot be read.</param>
/// <param name="reading">Told of each record that is read; for tests.</param>
internal sealed class AskJournal(NumberSeal seal, IOptions<StorageOptions> storage, IOptions<DoorsOptions> options, ILogger<AskJournal> log, Action? reading = null) : IDisposable
{
    private readonly Journal journal = new(
        Path.Combine(storage.Value.Directory, "journal"), options.Value.JournalFileBytes, options.Value.JournalBytes, options.Value.JournalTimeout, log);

    private readonly ConcurrentDictionary<JournalEntry, Guid> atBroker = new();

    /// <summary>Askings on this disk that the database does not have yet, as far as this node knows.</summary>
    public int Count => journal.Count;

    /// <summary>Places and files of it that cannot be read now: askings may wait there.</summary>
    public int Unreadable => journal.Unreadable;

    /// <summary>Ends when the disk has it.</summary>
    public async Task<HandoffAsked> AppendAsync(HandoffAsked asked)
    {
        await journal.AppendAsync(Written(asked));
        return asked;
    }

    /// <summary>The broker has confirmed it: this is the copy.</summary>
    public async Task CopyAsync(HandoffAsked asked) => HasBroker(await journal.AppendAsync(Written(asked)), asked);

    /// <summary>The broker has it as well. Forgotten when this node ends: the broker is then told once more, which adds nothing.</summary>
    public void HasBroker(JournalEntry entry, HandoffAsked asked)
    {
        atBroker[entry] = asked.HandoffId;
        // A consumer may have brought it to the database before whoever wrote it came here.
        if (entry.IsTaken) atBroker.TryRemove(entry, out _);
    }

    public bool IsAtBroker(JournalEntry entry) => atBroker.ContainsKey(entry);

    /// <summary>Takes over what this node, or another that is gone, left on this disk.</summary>
    /// <returns>What was found.</returns>
    public async Task<IEnumerable<HandoffAsked>> OpenAsync() => (await journal.OpenAsync()).Select(Read).OfType<HandoffAsked>();

    /// <summary>Oldest first, not read yet.</summary>
    public IReadOnlyList<JournalEntry> Waiting => journal.Waiting;

    /// <summary>Which asking it is, without reading what the broker has too: while the database is away that is nearly all of a journal, looked at each second. Null as in <see cref="Read"/>.</summary>
    public Guid? IdOf(JournalEntry entry) => atBroker.TryGetValue(entry, out var id) ? id : Read(entry)?.HandoffId;

    /// <returns>Null for a record that is damaged, that this version cannot read, or whose number none of our keys opens.</returns>
    public HandoffAsked? Read(JournalEntry entry)
    {
        if (entry.IsDamaged) return null;
        reading?.Invoke();
        try
        {
            return JsonSerializer.Deserialize<HandoffAsked>(entry.Payload) is { } asked ? seal.Open(asked) : null;
        }
        catch (Exception e) when (e is JsonException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The bound is reached: nothing is written before something has been taken.</summary>
    public bool IsFull => journal.IsFull;

    /// <returns>Files with damaged parts, which stay until somebody has looked at them.</returns>
    /// <exception cref="IOException">The disk takes no record.</exception>
    public Task<int> TryDiskAsync() => journal.TryDiskAsync();

    /// <summary>The database has it, or people see it.</summary>
    public void Taken(JournalEntry entry)
    {
        journal.Taken(entry);
        atBroker.TryRemove(entry, out _);
    }

    public void Dispose() => journal.Dispose();

    private byte[] Written(HandoffAsked asked) => JsonSerializer.SerializeToUtf8Bytes(seal.Close(asked));
}
