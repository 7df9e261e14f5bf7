using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>
/// After the faults: waits until the service has come to rest, then compares three accounts of what happened, none of which knows the
/// others: the citizens' ledger, the rows and event log of the database, and what desks displayed and were answered.
/// </summary>
internal static class Judge
{
    // Rest comes by itself within seconds; on a machine that does other things, within a minute or two.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(10);

    public static async Task<Verdict> RunAsync(Service service, Town town)
    {
        var breaches = new List<string>();
        var promises = town.Ledger.Read();
        await RestAsync(service, town, promises, breaches);
        var rows = await Rows.ReadAsync(service, town.Since);
        var witness = town.Witness;

        foreach (var twice in promises.GroupBy(p => p.Citizen).Select(g => (Citizen: g.Key, Receipts: g.Select(p => rows.Own(p.Receipt)).Distinct().ToList())).Where(t => t.Receipts.Count > 1))
            breaches.Add($"doubled: citizen {twice.Citizen} was promised {string.Join(" and ", twice.Receipts)}");
        foreach (var (_, receipt) in promises)
        {
            var own = rows.Own(receipt);
            if (!rows.Handoffs.TryGetValue(own, out var handoff)) breaches.Add($"lost: {receipt} is not in the database");
            else if (handoff.State != "Served" && !(handoff.State == "Withdrawn" && witness.Withdrawn.ContainsKey(receipt))) breaches.Add($"unserved: {receipt} is {handoff.State} after {string.Join(" ", handoff.Log.Select(e => e.Move))}");
            if (!witness.ShownAt.ContainsKey(own)) breaches.Add($"unseen: {receipt} was shown by no desk");
        }
        foreach (var many in rows.Handoffs.Values.GroupBy(h => h.ConversationId).Where(g => g.Count() > 1))
            breaches.Add($"doubled: one citizen has the requests {string.Join(" and ", many.Select(h => h.Receipt))}");
        foreach (var handoff in rows.Handoffs.Values)
            breaches.AddRange(OneHolderAtATime.Check(handoff));
        breaches.AddRange(AcceptancesAreTrue(witness, rows));
        breaches.AddRange(MessagesAreThereOnce(witness, rows));
        breaches.AddRange(witness.Unresolved.Select(u => $"unresolved at once: {u}"));
        breaches.AddRange(await ReceiptsResolveAsync(town, promises));
        if (witness.EventsSkipped > 0) breaches.Add($"streams: {witness.EventsSkipped} events were skipped");
        if (witness.EventsRepeated > 0) breaches.Add($"streams: {witness.EventsRepeated} events came twice");

        var unexpected = rows.Handoffs.Keys.Except(promises.Select(p => rows.Own(p.Receipt))).ToList();
        // Who gave up may have been heard all the same; more rows than that are citizens who stand in the queue twice.
        if (unexpected.Count > witness.WithoutPromise.Count) breaches.Add($"doubled: {unexpected.Count} requests that nobody was promised, and {witness.WithoutPromise.Count} citizens who gave up");

        var promised = promises.Select(p => p.Receipt).ToHashSet();
        var offered = await service.QueryAsync($"select extract(epoch from min(o.made_at) - h.asked_at)::float8 from handoffs h join offers o on o.handoff_id = h.id where h.asked_at >= '{town.Since:O}' group by h.id, h.asked_at order by 1",
            r => TimeSpan.FromSeconds(r.GetDouble(0)));
        return new Verdict
        {
            Promises = promised.Count,
            Recovered = witness.Recovered,
            WithoutPromise = witness.WithoutPromise.Count,
            Unexpected = unexpected.Count,
            SecondReceipts = promised.Count(r => rows.Own(r) != r),
            Breaches = breaches,
            Offered = offered,
            Answered = [.. promised.Where(witness.PromisedBy.ContainsKey).Select(r => Stopwatch.GetElapsedTime(witness.DueAt[r], witness.PromisedBy[r].ShownAt))],
            Visible = [.. promised.Where(r => witness.ShownAt.ContainsKey(rows.Own(r))).Select(Waited)],
            Late = Late(promised.Where(r => witness.ShownAt.ContainsKey(rows.Own(r)) && Waited(r) > SoonEnough).Select(r => witness.DueAt[r]), witness.DueAt.Values.DefaultIfEmpty().Min()),
        };

        TimeSpan Waited(string receipt) => Stopwatch.GetElapsedTime(witness.DueAt[receipt], witness.ShownAt[rows.Own(receipt)]);
    }

    /// <summary>How many waited long, minute by minute of their coming: a moment that was hard, or a service that does not recover.</summary>
    private static string Late(IEnumerable<long> due, long first)
    {
        var minutes = due.GroupBy(at => (int)Stopwatch.GetElapsedTime(first, at).TotalMinutes).OrderBy(minute => minute.Key);
        return string.Join(", ", minutes.Select(minute => string.Create(CultureInfo.InvariantCulture, $"{minute.Count()} in minute {minute.Key + 1}")));
    }

    private static async Task RestAsync(Service service, Town town, IReadOnlyList<(int Citizen, string Receipt)> promises, List<string> breaches)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ended = await service.QueryAsync($"select receipt from handoffs where state in ('Served', 'Withdrawn') and asked_at >= '{town.Since:O}'", r => Rows.Print(r.GetString(0)));
            var open = await service.QueryAsync($"select count(*) from handoffs where ended_at is null and asked_at >= '{town.Since:O}'", r => r.GetInt64(0));
            var told = await service.QueryAsync("select counsellor_id, max(number) from desk_events group by 1", r => (User: r.GetString(0), Last: r.GetInt64(1)));
            var behind = told.Where(t => town.Desks.Any(d => d.User == t.User && !d.IsGone && d.Heard < t.Last)).ToList();
            var second = await Rows.SecondReceiptsAsync(service);
            var waiting = await service.QueryAsync("select count(*) from outbox", r => r.GetInt64(0));
            if (promises.Select(p => second.GetValueOrDefault(p.Receipt, p.Receipt)).All(r => ended.Contains(r) && town.Witness.ShownAt.ContainsKey(r)) && open[0] == 0 && waiting[0] == 0 && behind.Count == 0) return;
            if (clock.Elapsed > Patience)
            {
                breaches.Add($"no rest within {Patience}: {open[0]} requests are open, {waiting[0]} messages wait in the outbox, desks behind the database: "
                    + string.Join(", ", behind.Select(t => (t.User, t.Last, Desk: town.Desks.First(d => d.User == t.User))).Select(b => $"{b.User} at {b.Desk.Heard} of {b.Last} ({b.Desk.StreamFacts})")));
                return;
            }
            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>"Yours" was said to one counsellor for an offer, and the log says so too.</summary>
    private static IEnumerable<string> AcceptancesAreTrue(Witness witness, Rows rows)
    {
        foreach (var (user, offerId, receipt) in witness.Acceptances)
        {
            var taken = rows.Handoffs.TryGetValue(receipt, out var handoff)
                ? handoff.Log.Where(e => e.Move == "Accept" && e.Actor == $"counsellor:{user}" && OfferOf(e) == offerId).Count()
                : 0;
            if (taken != 1) yield return $"double or lost assignment: {user} was told that {receipt} is theirs, the log has it {taken} times";
        }
    }

    private static Guid OfferOf(LogEntry entry)
    {
        using var facts = JsonDocument.Parse(entry.Facts);
        return facts.RootElement.GetProperty("offerId").GetGuid();
    }

    private static IEnumerable<string> MessagesAreThereOnce(Witness witness, Rows rows)
    {
        foreach (var (receipt, clientId) in witness.Messages.Keys)
        {
            if (rows.Of(receipt) is not { } handoff) continue;
            var count = rows.Activities[handoff.ConversationId].Count(id => id == clientId);
            if (count != 1) yield return $"message {clientId} of {receipt} was received and is there {count} times";
        }
        foreach (var handoff in rows.Handoffs.Values)
        {
            // A citizen writes the next message once the one before it is received.
            var places = rows.Activities[handoff.ConversationId].Where(id => id.StartsWith("citizen-", StringComparison.Ordinal)).Select(id => int.Parse(id.Split('-')[2], CultureInfo.InvariantCulture)).ToList();
            if (!places.Order().SequenceEqual(places)) yield return $"messages of {handoff.Receipt} stand in the order {string.Join(", ", places)}";
        }
    }

    private static async Task<List<string>> ReceiptsResolveAsync(Town town, IReadOnlyList<(int Citizen, string Receipt)> promises)
    {
        var breaches = new List<string>();
        await Parallel.ForEachAsync(promises, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (promise, _) =>
        {
            var (citizen, receipt) = promise;
            // Without a cookie: the receipt alone is enough, on any node.
            var answer = await town.Fronts.SendAsync(citizen, () => new HttpRequestMessage(HttpMethod.Get, $"/demande/{receipt}").From(citizen), Patience, CancellationToken.None);
            if (answer is not { Status: 200 } || !answer.Body.Contains(receipt, StringComparison.Ordinal)) lock (breaches) breaches.Add($"unresolved: {receipt} is answered {answer?.Status}");
        });
        return breaches;
    }
}
