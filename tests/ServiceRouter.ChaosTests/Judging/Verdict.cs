using System.Globalization;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>What the comparison of the citizens' ledger, the database and the desks found.</summary>
internal sealed record Verdict
{
    /// <summary>Receipts that citizens were shown.</summary>
    public required int Promises { get; init; }

    /// <summary>Promises that took more than one try of the citizen.</summary>
    public required int Recovered { get; init; }

    /// <summary>Citizens who were promised nothing.</summary>
    public required int WithoutPromise { get; init; }

    /// <summary>Every breach of the promise, in words; empty when it was kept.</summary>
    public required IReadOnlyList<string> Breaches { get; init; }

    /// <summary>Requests in the database that nobody was promised: the answer was lost and the citizen had no patience left. Not a breach.</summary>
    public required int Unexpected { get; init; }

    /// <summary>Promises whose receipt leads to a request that has another: the same wish came in by two doors. Not a breach.</summary>
    public int SecondReceipts { get; init; }

    /// <summary>Messages of citizens and counsellors that were answered "received".</summary>
    public int Heard { get; init; }

    /// <summary>From the citizen's due time to the first desk that showed the request.</summary>
    public required IReadOnlyList<TimeSpan> Visible { get; init; }

    /// <summary>How many were shown at a desk only after 10 s, by the minute in which they came; empty: nobody.</summary>
    public string Late { get; init; } = "";

    /// <summary>Those who waited longest of the late, and where.</summary>
    public IReadOnlyList<string> Slowest { get; init; } = [];

    /// <summary>From the citizen's due time to the receipt in the hand.</summary>
    public IReadOnlyList<TimeSpan> Answered { get; init; } = [];

    /// <summary>How fast it was to be; empty in the short form.</summary>
    public IReadOnlyList<Aim> Aims { get; init; } = [];

    /// <summary>What the case wants told, for the table.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    /// <summary>One verdict for cases that ran side by side; facts are numbers, and added; of each aim, whoever was slowest.</summary>
    public static Verdict Together(IReadOnlyList<Verdict> verdicts) => new()
    {
        Promises = verdicts.Sum(v => v.Promises),
        Recovered = verdicts.Sum(v => v.Recovered),
        WithoutPromise = verdicts.Sum(v => v.WithoutPromise),
        Unexpected = verdicts.Sum(v => v.Unexpected),
        Heard = verdicts.Sum(v => v.Heard),
        SecondReceipts = verdicts.Sum(v => v.SecondReceipts),
        Breaches = [.. verdicts.SelectMany(v => v.Breaches)],
        Offered = [.. verdicts.SelectMany(v => v.Offered).Order()],
        Answered = [.. verdicts.SelectMany(v => v.Answered)],
        Visible = [.. verdicts.SelectMany(v => v.Visible)],
        Slowest = [.. verdicts.SelectMany(v => v.Slowest)],
        Aims = [.. verdicts.SelectMany(v => v.Aims).GroupBy(a => a.What).Select(same => same.MaxBy(a => a.Seen)!)],
        Late = string.Join("; ", verdicts.Select(v => v.Late).Where(late => late.Length > 0)),
        Facts = verdicts.SelectMany(v => v.Facts).GroupBy(f => f.Key).ToDictionary(f => f.Key, f => f.Sum(n => int.Parse(n.Value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture)),
    };

    /// <summary>The facts, and who was late, as they are printed.</summary>
    public IEnumerable<string> Told => Facts.Select(f => $"{f.Key} {f.Value}").Concat(Heard == 0 ? [] : [$"messages received {Heard}"]).Concat(Visible.Count == 0 ? [] : [$"later than 10 s: {(Late.Length == 0 ? "none" : Late)}"]);

    /// <summary>Upper bound of the rate of loss at 95 % when none was seen in n: 3/n, in two digits that count. It is never 0.</summary>
    public string Bound => Promises == 0 ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{300.0 / Promises:G2} %");

    /// <summary>From the commit of the request to its first offer, by the database's own columns; shortest first.</summary>
    public IReadOnlyList<TimeSpan> Offered { get; init; } = [];

    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> times, double percent) =>
        times.Count == 0 ? TimeSpan.Zero : times.Order().ElementAt(Math.Clamp((int)Math.Ceiling(percent / 100 * times.Count) - 1, 0, times.Count - 1));

    /// <summary>p50, p99 and maximum in words.</summary>
    public static string Times(IReadOnlyList<TimeSpan> times) => times.Count == 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{Percentile(times, 50).TotalSeconds:0.00}, {Percentile(times, 99).TotalSeconds:0.00}, {Percentile(times, 100).TotalSeconds:0.00} s");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Promises} promises ({Recovered} after another try), {WithoutPromise} without promise, {Unexpected} unexpected, {SecondReceipts} by a second receipt, {Breaches.Count} breaches; answered after {Times(Answered)}, visible after {Times(Visible)}, offered after {Times(Offered)}; {string.Join(", ", Told.Concat(Aims.Select(a => $"{a}")))}\n{string.Join('\n', Breaches.Take(40))}");
}
