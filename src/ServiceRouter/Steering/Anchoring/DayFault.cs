namespace ServiceRouter.Steering.Anchoring;

/// <summary>What is wrong with a day's anchor: by itself, by the day before it, by its leaves. Pure.</summary>
internal static class DayFault
{
    /// <param name="anchor">Of the day.</param>
    /// <param name="before">The newest one before it; null when there is none.</param>
    /// <returns>In words for an auditor; null when it follows.</returns>
    public static string? OfChain(DayAnchor anchor, DayAnchor? before)
    {
        if (before is not null && anchor.Day != before.Day.AddDays(1)) return $"a day is missing: {before.Day:yyyy-MM-dd} is followed by {anchor.Day:yyyy-MM-dd}";
        if (anchor.PreviousHash != (before?.Hash ?? "")) return before is null ? "the first day names a day before it" : "its previous hash is not the hash of the day before";
        return anchor.ComputeHash() != anchor.Hash ? "its figures do not give its hash: the anchor was altered" : null;
    }

    /// <param name="anchor">Of the day.</param>
    /// <param name="leaves">Hashes of its leaves, in the order of their places.</param>
    /// <returns>In words for an auditor; null when they are those that were anchored.</returns>
    public static string? OfLeaves(DayAnchor anchor, IReadOnlyList<byte[]> leaves) =>
        leaves.Count != anchor.Leaves ? $"{anchor.Leaves} logs were anchored, and {leaves.Count} are there"
        : Convert.ToHexStringLower(new MerkleTree(leaves).Root()) != anchor.Root ? "its leaves do not give the anchored root"
        : null;
}
