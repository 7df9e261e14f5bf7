using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering;

/// <summary>Holds the two accounts of the same handoffs against each other. Pure.</summary>
internal static class CompareLedger
{
    /// <param name="logged">By the event log.</param>
    /// <param name="rows">By the rows, of the same handoffs.</param>
    public static List<LedgerDifference> Differences(IReadOnlyList<LedgerLine> logged, IReadOnlyList<LedgerLine> rows)
    {
        var byId = rows.ToDictionary(r => r.HandoffId);
        var found = new List<LedgerDifference>();
        foreach (var asked in logged)
        {
            if (!byId.Remove(asked.HandoffId, out var row)) found.Add(new LedgerDifference(asked.HandoffId, asked.Receipt, LedgerCause.RowMissing));
            else if (row.State != asked.State) found.Add(new LedgerDifference(asked.HandoffId, row.Receipt, LedgerCause.StateDiffers));
            else if (row is { State: { } state, Reach: { } reach } && reach.Fault(state, asked.DueAt, asked.ToldFor) is not null) found.Add(new LedgerDifference(asked.HandoffId, row.Receipt, LedgerCause.OutOfReach));
            else if (row.Share != asked.Share) found.Add(new LedgerDifference(asked.HandoffId, row.Receipt, LedgerCause.ShareDiffers));
            else if (AskedFacts.IsLowered(asked.Rank, row.Rank)) found.Add(new LedgerDifference(asked.HandoffId, row.Receipt, LedgerCause.RankDiffers));
            else if (!row.IsPlayed) found.Add(new LedgerDifference(asked.HandoffId, row.Receipt, LedgerCause.NeverPlayed));
            // By the receipt that was given: its citizen holds it, and it leads nowhere now.
            else if (row.Receipt != asked.Receipt) found.Add(new LedgerDifference(asked.HandoffId, asked.Receipt, LedgerCause.ReceiptDiffers));
            else if (asked.ConversationId is { } conversation && row.ConversationId != conversation) found.Add(new LedgerDifference(asked.HandoffId, asked.Receipt, LedgerCause.ConversationDiffers));
            else if (row.Times?.Fault(asked.Logged) is not null) found.Add(new LedgerDifference(asked.HandoffId, row.Receipt, LedgerCause.TimesDiffer));
        }
        found.AddRange(byId.Values.Select(row => new LedgerDifference(row.HandoffId, row.Receipt, LedgerCause.AskingMissing)));
        return found;
    }

    /// <summary>Both accounts of every territory, channel and language on which they differ.</summary>
    public static List<ShareFigures> Figures(IReadOnlyList<LedgerLine> logged, IReadOnlyList<LedgerLine> rows)
    {
        var (byLog, byRows) = (logged.ToLookup(l => l.Share), rows.ToLookup(r => r.Share));
        return [.. byLog.Select(g => g.Key).Union(byRows.Select(g => g.Key))
            .Select(share => new ShareFigures(share.Territory, share.Channel, share.Language, Of(byLog[share]), Of(byRows[share])))
            .Where(figures => figures.Log != figures.Rows)
            .OrderBy(f => f.Territory, StringComparer.Ordinal).ThenBy(f => f.Channel, StringComparer.Ordinal).ThenBy(f => f.Language, StringComparer.Ordinal)];
    }

    private static SideFigures Of(IEnumerable<LedgerLine> lines)
    {
        var list = lines.ToList();
        return new SideFigures(list.Count, In(HandoffState.Served), In(HandoffState.Withdrawn), In(HandoffState.Unreachable),
            list.LongCount(l => l.State is null || HandoffTransitions.IsOpen(l.State.Value)));

        long In(HandoffState state) => list.LongCount(l => l.State == state);
    }
}

/// <summary>One source's account of one territory, channel and language.</summary>
public sealed record SideFigures(long Asked, long Served, long Withdrawn, long Unreachable, long Open);

/// <summary>Both sources on one territory, channel and language.</summary>
/// <param name="Territory">Null when the citizen did not say.</param>
/// <param name="Channel">Channel of the asking.</param>
/// <param name="Language">Two-letter code.</param>
/// <param name="Log">By the event log.</param>
/// <param name="Rows">By the rows.</param>
public sealed record ShareFigures(string? Territory, string Channel, string Language, SideFigures Log, SideFigures Rows);
