using System.Diagnostics;
using System.Globalization;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Cases;

/// <summary>
/// Case 8: the same people twice. The first time nothing is broken. The second time every message of the bus arrives twice, late and in another
/// order, and answers to citizens and desks get lost, so that they send again. What the two times left in the ledger must be the same.
/// </summary>
internal sealed class RepeatEverything : ICase
{
    private const int Seed = 1008;
    private const double LostAnswers = 0.06;
    private const int ByTheBroker = 5 * OtherVersions.AtOnce;
    // As they begin.
    private const string Notice = "Votre demande de parler";
    private const string Invitation = "Comment cela";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly LoadPlan Short = new(40, 10, Seed) { Messages = 3 };
    private static readonly LoadPlan Long = Short with { Citizens = 1500 };

    public string Number => "8";

    public string Name => "every message twice, late and in another order, answers lost";

    public int ShortCitizens => Short.Citizens + ByTheBroker;

    public async Task<Verdict> RunAsync(Ground ground, bool isLong, TextWriter log)
    {
        var clock = Stopwatch.StartNew();
        var service = await ground.PairAsync();
        var (plan, late) = (isLong ? Long : Short, TimeSpan.FromSeconds(isLong ? 20 : 2));
        await SayAsync($"{plan.Citizens} citizens come, and nothing is broken");
        var (clean, before) = await LiveAsync(ground, service, plan, null);

        var lines = service.Nodes.Select((node, place) => new CuttingProxy(node.Address, LostAnswers, Seed + place)).ToList();
        await SayAsync("the same again: messages twice, late and shuffled, answers lost");
        var postman = await CarelessPostman.BeginAsync(service.Broker, late, Seed);
        var (broken, after) = await LiveAsync(ground, service, plan, lines.Select(l => l.Address), async () => await postman.DisposeAsync());
        foreach (var line in lines) await line.DisposeAsync();

        var breaches = clean.Breaches.Concat(broken.Breaches).ToList();
        foreach (var kind in before.Keys.Union(after.Keys))
            if (before.GetValueOrDefault(kind) != after.GetValueOrDefault(kind)) breaches.Add($"ledgers differ: {before.GetValueOrDefault(kind)} and {after.GetValueOrDefault(kind)} of \"{kind}\"");
        foreach (var (queue, _) in postman.Carried.Where(c => c.Value == 0)) breaches.Add($"the case has shown nothing: no message of {queue} was repeated");
        if (lines.Sum(l => l.Cut) == 0) breaches.Add("the case has shown nothing: no answer was lost");
        var verdict = broken with
        {
            Breaches = breaches,
            Facts = new Dictionary<string, string>
            {
                ["messages repeated"] = string.Join(", ", postman.Carried.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} of {c.Key}"))),
                ["answers lost"] = lines.Sum(l => l.Cut).ToString(CultureInfo.InvariantCulture),
            },
        };
        await SayAsync($"{verdict}");
        return verdict;

        Task SayAsync(string what) => log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"case {Number} ({Name}), {clock.Elapsed.TotalSeconds:0.0} s: {what}"));
    }

    private static async Task<(Verdict, Dictionary<string, int>)> LiveAsync(Ground ground, Service service, LoadPlan plan, IEnumerable<Uri>? fronts, Func<Task>? afterwards = null)
    {
        await using var town = await Town.OpenAsync(service, ground.NewFolder("town"), fronts: fronts);
        town.Begin(plan);
        // While the database is well nobody's request comes by the broker by itself.
        for (var asked = 0; asked < ByTheBroker; asked += OtherVersions.AtOnce) await OtherVersions.AskAsync(service, town.Witness, asked);
        await town.Arriving;
        if (afterwards is not null) await afterwards();
        var verdict = await Judge.RunAsync(service, town);
        var uninvited = await InvitedAsync(service, town);
        return (verdict with { Breaches = [.. verdict.Breaches, .. uninvited] }, await LedgerAsync(service, town));
    }

    /// <summary>
    /// What became of the requests, by kind and number, with the notices and invitations that were said of each. What else the service and the assistant say is left out: whether
    /// the place in the queue was said, or a welcome, depends on who was quicker; and so does whether the words that made the request are in its conversation (docs/adr/0079). A detour that the clock made on a slow machine is left out: it is another
    /// moment's story, not another ending.
    /// </summary>
    private static async Task<Dictionary<string, int>> LedgerAsync(Service service, Town town)
    {
        var said = (await service.QueryAsync($"""
            select h.id, string_agg(a.what || ' ' || a.n, ', ' order by a.what) from handoffs h
              join (select conversation_id, case when author <> 'Service' then author when text like '{Notice}%' then 'Notice' else 'Invitation' end what, count(*) n from activities
                    where author = 'Counsellor' or client_id like 'citizen-%' or (author = 'Service' and (text like '{Notice}%' or text like '{Invitation}%')) group by 1, 2) a using (conversation_id)
              where h.asked_at >= '{town.Since:O}' group by h.id
            """, r => (Id: r.GetGuid(0), Said: r.GetString(1)))).ToDictionary(s => s.Id, s => s.Said);
        var rows = await Rows.ReadAsync(service, town.Since);
        return rows.Handoffs.Values.Select(handoff =>
        {
            var moves = string.Join(' ', handoff.Log.Select(e => e.Move));
            var plain = moves.Replace("Offer ExpireOffer ", "", StringComparison.Ordinal).Replace("Offer LoseCounsellor ", "", StringComparison.Ordinal).Replace("Offer Accept LoseCounsellor ", "", StringComparison.Ordinal);
            return plain.Length == moves.Length ? $"{plain}: {said[handoff.Id]}" : plain + ": as the others";
        }).Select(kind => kind.Replace(": as the others", $": {said.Values.GroupBy(s => s).MaxBy(g => g.Count())!.Key}", StringComparison.Ordinal)).CountBy(kind => kind).ToDictionary();
    }

    /// <summary>The invitation to rate is the effect of the last message about a request.</summary>
    /// <returns>A breach when somebody was not invited in the end.</returns>
    private static async Task<IReadOnlyList<string>> InvitedAsync(Service service, Town town)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var left = (await service.QueryAsync($"select count(*) from handoffs where state = 'Served' and rating_invited_at is null and asked_at >= '{town.Since:O}'", r => r.GetInt64(0)))[0];
            if (left == 0) return [];
            if (clock.Elapsed > Patience) return [$"not invited to rate: {left} who were served"];
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }
}
