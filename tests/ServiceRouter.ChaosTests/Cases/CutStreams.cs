using System.Globalization;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 14: every citizen keeps a page open and every desk its stream; all are cut again and again and resumed at the other node. At rest each screen
/// shows what the database has, once and in order.
/// </summary>
internal static class CutStreams
{
    private const int Seed = 1014;
    private static readonly TimeSpan BetweenResets = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongTime = TimeSpan.FromMinutes(5);
    // Of about sixty: a slow machine cuts less often in the same time.
    private const int FewestUnderLoad = 40;
    // As long as the rounds.
    private static readonly LoadPlan Long = new(1000, 1000 / LongTime.TotalSeconds, Seed);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static ChaosCase Case { get; } = new("14", "streams of citizens and desks cut and resumed on the other node", new LoadPlan(60, 10, Seed), Long, async trial =>
    {
        var random = new Random(Seed);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var (rounds, underLoad, cuts) = (0, 0, 0);
        while (rounds < 3 || (trial.IsLong ? clock.Elapsed < LongTime : trial.GoesOn(rounds)))
        {
            await Task.Delay(trial.IsLong ? BetweenResets : TimeSpan.FromMilliseconds(random.Next(500, 1500)));
            rounds++;
            if (trial.IsUnderLoad) underLoad++;
            foreach (var desk in trial.Town.Desks) desk.CutStream();
            foreach (var screen in trial.Town.Screens!.All.Where(_ => trial.IsLong || random.Next(2) == 0))
            {
                screen.Cut();
                cuts++;
            }
        }
        await trial.Town.Arriving;
        // The last cut of all: what comes after it is only seen by whoever comes back.
        foreach (var screen in trial.Town.Screens!.All) screen.Cut();
        trial.Facts["rounds"] = rounds.ToString(CultureInfo.InvariantCulture);
        // A stream on which nothing is due loses nothing.
        trial.Shows("rounds while people came", underLoad, trial.IsLong ? FewestUnderLoad : 1);
        trial.Facts["citizens' streams cut"] = cuts.ToString(CultureInfo.InvariantCulture);
        trial.Shows("desks' streams opened", trial.Town.Witness.StreamsOpened, 2 * trial.Town.Desks.Count);
    })
    {
        PagesStayOpen = true,
        LongCounsellors = 500,
        StartAsync = ground => Service.StartAsync(ground, ("Demo:Counsellors", "500")),
        JudgeAsync = CompareAsync,
    };

    private static async Task<IReadOnlyList<string>> CompareAsync(Trial trial)
    {
        var rows = (await trial.Service.QueryAsync("select h.receipt, a.number, a.author, a.text from activities a join handoffs h on h.conversation_id = a.conversation_id order by a.number",
            r => (Receipt: Judging.Rows.Print(r.GetString(0)), Number: r.GetInt32(1), Author: $"{r.GetValue(2)}", Text: r.IsDBNull(3) ? null : r.GetString(3)))).ToLookup(r => r.Receipt);
        // Whoever pressed again may hold a second receipt of the one request.
        var second = await Judging.Rows.SecondReceiptsAsync(trial.Service);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var breaches = new List<string>();
        var screens = trial.Town.Screens!.All;
        // All were cut at the end, and come back in a moment: the judge may be quicker.
        while (screens.Sum(s => s.Connections) < 2 * screens.Count && clock.Elapsed < Patience) await Task.Delay(TimeSpan.FromMilliseconds(100));
        foreach (var screen in screens)
        {
            var written = rows[second.GetValueOrDefault(screen.Receipt, screen.Receipt)].ToList();
            while (screen.Shown.Count < written.Count && clock.Elapsed < Patience) await Task.Delay(TimeSpan.FromMilliseconds(100));
            var shown = screen.Shown;
            if (!shown.Select(s => s.Number).SequenceEqual(written.Select(w => w.Number)))
                breaches.Add($"screen of {screen.Receipt} shows {string.Join(' ', shown.Select(s => s.Number))}, the database has {string.Join(' ', written.Select(w => w.Number))}");
            // What the service says is drawn with French spaces; what people wrote is shown as it is.
            else if (shown.Zip(written).Any(pair => pair.First.Kind is "citizen" or "counsellor" && pair.First.Text != pair.Second.Text))
                breaches.Add($"screen of {screen.Receipt} shows other words than the database has");
        }
        trial.Shows("screens compared", screens.Count, Math.Max(1, trial.Town.Witness.PromisedBy.Count));
        if (screens.Sum(s => s.Connections) < 2 * screens.Count) breaches.Add("the streams were not cut: nothing was tried");
        return breaches;
    }
}
