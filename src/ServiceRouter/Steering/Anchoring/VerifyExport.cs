using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering.Anchoring;

/// <summary>What a check of an export found.</summary>
/// <param name="Requests">Logs whose chain is right.</param>
/// <param name="Entries">Their entries.</param>
/// <param name="Proved">Logs of which a part is under a day's root.</param>
/// <param name="ProvedEntries">Entries under a root.</param>
/// <param name="Withheld">Askings whose facts are left out: their hash is proved where it is under a root or before an entry that is, and what the file says of them is not.</param>
/// <param name="Last">The newest anchor of the export: to be compared with the public ledger.</param>
/// <param name="Fault">The first thing that is wrong, in words; null when nothing is.</param>
public sealed record ExportReport(int Requests, int Entries, int Proved, int ProvedEntries, int Withheld, ExportedAnchor? Last, string? Fault)
{
    /// <summary>Days that were published, from the oldest entry in the file on, and that the file does not have, in order: it was made before they were anchored, or they were cut away.</summary>
    public IReadOnlyList<DateOnly> Lacking { get; init; } = [];

    /// <summary>Days in the file.</summary>
    public int Days { get; init; }

    /// <summary>Those of them that were published with the same hash, in order; of use where there is no fault.</summary>
    public IReadOnlyList<DateOnly> Confirmed { get; init; } = [];
}

/// <summary>Checks an export with nothing but itself and, where somebody kept them, published hashes. Pure: neither database nor network.</summary>
public static class VerifyExport
{
    public static ExportReport Run(LogExport export, IReadOnlyDictionary<DateOnly, string> published)
    {
        var (requests, entries, proved, provedEntries, withheld) = (0, 0, 0, 0, 0);
        var fault = export.Format is LogExport.CurrentFormat or LogExport.FormerFormat ? Anchors(export.Anchors, published) : $"the format is {export.Format}, and this program reads {LogExport.CurrentFormat}";
        var anchors = export.Anchors.DistinctBy(a => a.Day).ToDictionary(a => a.Day);
        var last = export.Anchors.Count == 0 ? null : export.Anchors[^1];
        // The file could leave out its last days; whoever kept what was published knows that they were.
        var anchored = published.Keys.Concat(anchors.Keys).Select(day => (DateOnly?)day).Max();
        foreach (var log in export.Requests)
        {
            fault ??= Chain(log) ?? Proof(log, anchors) ?? Second(log, anchors, export.SecondReceiptsUntil) ?? Unproved(log, anchored, last) ?? Rules(log);
            if (fault is not null) break;
            requests++;
            entries += log.Entries.Count;
            withheld += log.Entries.Count(e => e.Facts is null);
            if (log.Proof is null) continue;
            proved++;
            provedEntries += log.Proof.Number;
        }
        return new ExportReport(requests, entries, proved, provedEntries, withheld, last, fault)
        {
            Lacking = [.. Lacking(export, anchors, published).Order()], Days = export.Anchors.Count, Confirmed = [.. anchors.Values.Where(a => published.GetValueOrDefault(a.Day) == a.Hash).Select(a => a.Day).Order()],
        };
    }

    private static IEnumerable<DateOnly> Lacking(LogExport export, Dictionary<DateOnly, ExportedAnchor> anchors, IReadOnlyDictionary<DateOnly, string> published)
    {
        var since = export.Requests.SelectMany(log => log.Entries).Select(e => (DateOnly?)FrenchDay.Of(e.At)).Min();
        return published.Keys.Where(day => day >= since && !anchors.ContainsKey(day));
    }

    private static string? Anchors(IReadOnlyList<ExportedAnchor> anchors, IReadOnlyDictionary<DateOnly, string> published)
    {
        if (anchors.Count > 0 && published.TryGetValue(anchors[0].Day.AddDays(-1), out var before) && before != anchors[0].PreviousHash)
            return $"day {anchors[0].Day.AddDays(-1):yyyy-MM-dd}: it was published with the hash {before}, and the export names {anchors[0].PreviousHash} before its first day";
        for (var i = 0; i < anchors.Count; i++)
        {
            var a = anchors[i];
            var hash = new DayAnchor { Day = a.Day, Leaves = a.Leaves, Late = a.Late, Root = a.Root, PreviousHash = a.PreviousHash }.ComputeHash();
            if (hash != a.Hash) return $"day {a.Day:yyyy-MM-dd}: its figures do not give its hash";
            if (i > 0 && (a.Day != anchors[i - 1].Day.AddDays(1) || a.PreviousHash != anchors[i - 1].Hash)) return $"day {a.Day:yyyy-MM-dd}: it does not follow the day before";
            if (published.TryGetValue(a.Day, out var kept) && kept != a.Hash) return $"day {a.Day:yyyy-MM-dd}: it was published with the hash {kept}, and the export says {a.Hash}";
        }
        return null;
    }

    // A number or a list would be read as the name that the hash is of, and the file would say something else than what was proved.
    private static bool IsNamed<TName>(string? text, out TName name)
        where TName : struct, Enum => Enum.TryParse(text, out name) && name.ToString() == text;

    private static string? Chain(ExportedLog log)
    {
        var before = "";
        for (var i = 0; i < log.Entries.Count; i++)
        {
            var e = log.Entries[i];
            if (e.Number != i + 1) return $"request {Name(log)}: entry {i + 1} is missing";
            if (!IsNamed(e.Move, out HandoffMove move) || !IsNamed(e.State, out HandoffState state)) return $"request {Name(log)}, entry {e.Number}: move or state is unknown";
            if (e.Facts is null && (i > 0 || move != HandoffMove.Ask || log.Receipt is not null)) return $"request {Name(log)}, entry {e.Number}: its facts are missing";
            var hash = e.Facts is null ? e.Hash : new HandoffLogEntry
            {
                HandoffId = log.HandoffId, Number = e.Number, At = e.At, Move = move, State = state, Actor = e.Actor, Facts = e.Facts, PreviousHash = e.PreviousHash,
            }.ComputeHash();
            if (e.PreviousHash != before || e.Hash != hash) return $"request {Name(log)}, entry {e.Number}: the chain is broken, the entry was altered";
            before = e.Hash;
        }
        if (log.Entries.Count == 0) return $"request {Name(log)}: it has no log";
        if (log.Receipt is null || log.Entries[0].Facts is not { } facts) return null;
        var given = AskedFacts.Read(facts).Receipt;
        return ReceiptCode.Parse(log.Receipt) != given ? $"request {Name(log)}: its receipt is not the one that was given, {ReceiptCode.Print(given)}" : null;
    }

    /// <summary>Last: a log that was rewritten is called so first.</summary>
    private static string? Rules(ExportedLog log)
    {
        HandoffState? before = null;
        foreach (var e in log.Entries)
        {
            var state = Enum.Parse<HandoffState>(e.State);
            if (LogRules.Fault(before, Enum.Parse<HandoffMove>(e.Move), state, e.Actor, log.Entries[0].Actor) is { } wrong) return $"request {Name(log)}, entry {e.Number}: {wrong}";
            before = state;
        }
        return null;
    }

    private static string? Proof(ExportedLog log, Dictionary<DateOnly, ExportedAnchor> anchors)
    {
        if (log.Proof is not { } proof) return null;
        if (proof.Number < 1 || proof.Number > log.Entries.Count) return $"request {Name(log)}: entry {proof.Number} was anchored and is not in the export";
        return UnderRoot(log, proof, log.Entries[proof.Number - 1].Hash, "its log was rewritten", anchors);
    }

    /// <summary>A second receipt that is under a root was given then and for this request; one that an anchor passed over, which took others, was put there afterwards.</summary>
    private static string? Second(ExportedLog log, Dictionary<DateOnly, ExportedAnchor> anchors, DateOnly? until)
    {
        foreach (var second in log.SecondReceipts ?? [])
        {
            if (ReceiptCode.Parse(second.Receipt) is not { } receipt) return $"request {Name(log)}: its second receipt {second.Receipt} is not readable";
            if (second.Proof is null)
            {
                if (FrenchDay.Of(second.At) <= until) return $"request {Name(log)}: its second receipt {second.Receipt} is dated {FrenchDay.Of(second.At):yyyy-MM-dd}, which is anchored, and is under no root";
                continue;
            }
            if (second.Proof.Number >= 0) return $"request {Name(log)}: the proof of its second receipt {second.Receipt} is another's";
            var hash = new ReceiptAlias { Receipt = receipt, HandoffId = log.HandoffId, At = second.At }.ComputeHash();
            if (UnderRoot(log, second.Proof, hash, $"its second receipt {second.Receipt} was altered", anchors) is { } wrong) return wrong;
        }
        return null;
    }

    private static string? UnderRoot(ExportedLog log, ExportedProof proof, string hash, string otherwise, Dictionary<DateOnly, ExportedAnchor> anchors)
    {
        if (!anchors.TryGetValue(proof.Day, out var anchor)) return $"request {Name(log)}: the anchor of {proof.Day:yyyy-MM-dd} is missing";
        var leaf = AnchorLeaf.HashOf(log.HandoffId, proof.Number, hash);
        if (proof.Path.Any(hash => hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) return $"request {Name(log)}: its proof is not readable";
        var root = MerkleTree.RootOf(leaf, proof.Place, anchor.Leaves, [.. proof.Path.Select(Convert.FromHexString)]);
        return root is not null && Convert.ToHexStringLower(root) == anchor.Root ? null
            : $"request {Name(log)}: it is not under the root of {proof.Day:yyyy-MM-dd}: {otherwise}, or the proof is another's";
    }

    /// <summary>As in the database: an entry older than the last anchored day was either anchored or put there afterwards.</summary>
    private static string? Unproved(ExportedLog log, DateOnly? anchored, ExportedAnchor? last)
    {
        if (log.Entries.FirstOrDefault(e => e.Number > (log.Proof?.Number ?? 0) && FrenchDay.Of(e.At) < anchored) is not { } entry) return null;
        var day = FrenchDay.Of(entry.At);
        var unless = day < last?.Day ? "" : "; or the file was made before, then it has to be made again";
        return $"request {Name(log)}: entry {entry.Number} is dated {day:yyyy-MM-dd}, which is anchored, and is under no root: it was put there afterwards, or its proof was taken away{unless}";
    }

    private static string Name(ExportedLog log) => log.Receipt ?? log.HandoffId.ToString();
}
