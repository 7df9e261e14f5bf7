using System.Diagnostics.CodeAnalysis;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>What an auditor takes away: event logs with their proof, to be checked without the database. It never holds what people wrote.</summary>
/// <param name="Format">Name and version of this format.</param>
/// <param name="MadeAt">When (UTC).</param>
/// <param name="Scope">The receipt, the request's id or the days asked for, as asked; with the number of the part, and of how many, where it is one.</param>
/// <param name="Requests">One for each request.</param>
/// <param name="Anchors">Of every day from the oldest entry to the newest anchor: each holds the hash of the day before.</param>
public sealed record LogExport(string Format, DateTimeOffset MadeAt, string Scope, IReadOnlyList<ExportedLog> Requests, IReadOnlyList<ExportedAnchor> Anchors)
{
    /// <summary>
    /// The newest day under whose root there was a second receipt, of whatever request, when this was made: its anchor took all that had been given until then, so that one without a proof was put there
    /// afterwards. Null: none was, or this is of some days, or of a program that did not say.
    /// </summary>
    public DateOnly? SecondReceiptsUntil { get; init; }

    public const string CurrentFormat = "service-router-log/2";

    /// <summary>Also read: it left no facts out.</summary>
    public const string FormerFormat = "service-router-log/1";

    /// <summary>Read from a file, which may be anybody's: false when something is not there that every export has, and that a check of it relies on.</summary>
    public static bool IsWhole([NotNullWhen(true)] LogExport? read) =>
        read is { Format: not null, Requests: { } requests, Anchors: { } anchors }
        && anchors.All(a => a is { Root: not null, PreviousHash: not null, Hash: not null } && a.Day > DateOnly.MinValue && a.Day < DateOnly.MaxValue)
        && requests.All(log => log is { Entries: { } entries } && entries.All(e => e is { Move: not null, State: not null, Actor: not null, PreviousHash: not null, Hash: not null })
            && IsWhole(log.Proof) && (log.SecondReceipts ?? []).All(second => second is { Receipt: not null } && IsWhole(second.Proof)));

    private static bool IsWhole(ExportedProof? proof) => proof is null || (proof.Path is { } path && path.All(hash => hash is not null));
}

/// <param name="HandoffId">Identity inside the service.</param>
/// <param name="Receipt">As printed; null in an export of some days or by the request's id, and when the row is gone.</param>
/// <param name="Entries">The whole log, oldest first.</param>
/// <param name="Said">What was said: number, time, who; the words are left out.</param>
/// <param name="Proof">That the log up to an entry is under a day's root; null when no day has anchored it yet.</param>
public sealed record ExportedLog(
    Guid HandoffId, string? Receipt, IReadOnlyList<ExportedEntry> Entries, IReadOnlyList<ExportedActivity> Said, ExportedProof? Proof)
{
    /// <summary>That were given for it as well, in an export of this one request; null in one of some days, and in files of before.</summary>
    public IReadOnlyList<ExportedReceipt>? SecondReceipts { get; init; }
}

/// <summary>A second receipt (<see cref="ReceiptAlias"/>).</summary>
/// <param name="Receipt">As printed.</param>
/// <param name="At">When it was led to the request (UTC).</param>
/// <param name="Proof">That it is under a day's root, where its number is below 0; null when no day has anchored it yet.</param>
public sealed record ExportedReceipt(string Receipt, DateTimeOffset At, ExportedProof? Proof);

/// <summary>An entry with everything that its hash covers; <see cref="HandoffLogEntry"/> says how.</summary>
/// <param name="Facts">JSON as text: the hash covers it sign by sign. Null for the asking of a request whose words are kept, in an export of some days or by the request's id: they hold the receipt, which opens them.</param>
public sealed record ExportedEntry(int Number, DateTimeOffset At, string Move, string State, string Actor, string? Facts, string PreviousHash, string Hash);

/// <param name="Author">citizen, assistant, counsellor or service.</param>
public sealed record ExportedActivity(int Number, DateTimeOffset At, string Author);

/// <param name="Day">Whose root.</param>
/// <param name="Number">The entry that is the leaf: it and every entry before it are proved. Below 0: a second receipt.</param>
/// <param name="Place">Place of the leaf in the tree, from 0.</param>
/// <param name="Path">Hashes from the leaf to the root, hex (RFC 6962).</param>
public sealed record ExportedProof(DateOnly Day, int Number, int Place, IReadOnlyList<string> Path);

/// <summary>A day's anchor as in the public ledger; <see cref="DayAnchor"/> says what its hash covers.</summary>
public sealed record ExportedAnchor(DateOnly Day, int Leaves, int Late, string Root, string PreviousHash, string Hash)
{
    internal static ExportedAnchor Of(DayAnchor anchor) => new(anchor.Day, anchor.Leaves, anchor.Late, anchor.Root, anchor.PreviousHash, anchor.Hash);
}
