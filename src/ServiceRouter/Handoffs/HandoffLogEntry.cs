using System.Security.Cryptography;
using System.Text;

namespace ServiceRouter.Handoffs;

/// <summary>
/// One entry of a handoff's append-only event log. Each entry carries the hash of the one before it, so that a changed, removed
/// or inserted row breaks the chain at that row (G12). It never holds what people wrote: words live in activities and can be erased.
/// </summary>
public sealed class HandoffLogEntry
{
    public Guid HandoffId { get; init; }
    /// <summary>1, 2, 3 … without gaps; equals the handoff's version after the move.</summary>
    public int Number { get; init; }
    public DateTimeOffset At { get; init; }
    public HandoffMove Move { get; init; }
    /// <summary>State after the move.</summary>
    public HandoffState State { get; init; }
    /// <summary>Who moved: <c>citizen</c>, <c>routing</c>, <c>clock</c>, <c>assistant</c>, <c>exercise</c>, <c>counsellor:ID</c> or <c>manager:ID</c>.</summary>
    public required string Actor { get; init; }
    /// <summary>What the move recorded, as compact JSON: one of <see cref="Handoffs.Facts.MoveFacts"/>, or <c>{}</c>.</summary>
    public required string Facts { get; init; }
    public required string PreviousHash { get; init; }
    public string Hash { get; private set; } = "";

    /// <summary>SHA-256, in lower-case hex, over all other fields in a fixed order, one per line.</summary>
    public string ComputeHash()
    {
        var text = string.Join('\n', HandoffId.ToString("N"), Number, At.UtcTicks / TimeSpan.TicksPerMicrosecond, Move, State, Actor, Facts, PreviousHash);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The entry with its own hash.</summary>
    internal HandoffLogEntry Sealed()
    {
        Hash = ComputeHash();
        return this;
    }
}
