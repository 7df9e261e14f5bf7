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
    // Rest comes by itself within seconds. As long as fewer are left than before nobody is lost, only late, and the times are told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SoonEnough = TimeSpan.FromSeconds(10);
    private const int SlowestTold = 20;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    /// <param name="service">Which is judged.</param>
    /// <param name="town">Who used it.</param>
    /// <param name="messagesFail">The case itself makes messages fail, and judges what becomes of them.</param>
    public static async Task<Verdict> RunAsync(Service service, Town town, bool messagesFail = false)
    {
        var breaches = new List<string>();
        var promises = town.Ledger.Read();
        await RestAsync(service, town, promises, breaches);
        var rows = await Rows.ReadAsync(service, town.Since);
        var witness = town.Witness;

        foreach (var twice in promises.GroupBy(p => p.Citizen).Select(g => (Citizen: g.Key, Receipts: g.Select(p => rows.Own(p.Receipt)).Distinct().ToList())).Where(t => t.Receipts.Count > 1))
            breaches.Add($"doubled: citizen {twice.Citizen} was promised {string.Join(" and ", twice.Receipts)}");
        foreach (var shared in promises.GroupBy(p => rows.Own(p.Receipt)).Where(g => g.DistinctBy(p => p.Citizen).Count() > 1))
            breaches.Add($"merged: {shared.Key} is the request of the citizens {string.Join(", ", shared.Select(p => p.Citizen).Distinct())}, who know nothing of each other");
        foreach (var (citizen, why) in witness.WithoutPromise)
            breaches.Add($"without promise: citizen {citizen}: {why}");
        foreach (var (_, receipt) in promises)
        {
            var own = rows.Own(receipt);
            if (!rows.Handoffs.TryGetValue(own, out var handoff)) breaches.Add($"lost: {receipt} is not in the register; {await TracesAsync(service, town, receipt)}");
            else if (handoff.State != "Served" && !(handoff.State == "Withdrawn" && witness.Withdrawn.ContainsKey(own))) breaches.Add($"unserved: {receipt}{(own == receipt ? "" : $" ({own})")} is {handoff.State} after {string.Join(" ", handoff.Log.Select(e => e.Move))}");
            if (!witness.ShownAt.ContainsKey(own)) breaches.Add($"unseen: {receipt} was shown by no desk");
        }
        foreach (var many in rows.Handoffs.Values.GroupBy(h => h.ConversationId).Where(g => g.Count() > 1))
            breaches.Add($"doubled: one citizen has the requests {string.Join(" and ", many.Select(h => h.Receipt))}");
        foreach (var handoff in rows.Handoffs.Values)
            breaches.AddRange(OneHolderAtATime.Check(handoff));
        breaches.AddRange(WordsAreOfTheHolder(rows));
        if (!messagesFail) breaches.AddRange(await NothingFailedAsync(service, town));
        breaches.AddRange(AcceptancesAreTrue(witness, rows));
        breaches.AddRange(MessagesWereTaken(town));
        breaches.AddRange(MessagesAreThereOnce(witness, rows));
        breaches.AddRange(MessagesAreOfWhoAsked(promises, rows));
        breaches.AddRange(await AtRest.RegisterAgreesAsync(service.Nodes));
        breaches.AddRange(await AtRest.LogIsWholeAsync(() => service.CommandAsync(AtRest.VerifyLog)));
        breaches.AddRange(witness.Unresolved.Select(u => $"unresolved at once: {u}"));
        breaches.AddRange(await ReceiptsResolveAsync(town, promises));
        if (witness.EventsSkipped > 0) breaches.Add($"streams: {witness.EventsSkipped} events were skipped");
        if (witness.EventsRepeated > 0) breaches.Add($"streams: {witness.EventsRepeated} events came twice");

        var unexpected = rows.Handoffs.Keys.Except(promises.Select(p => rows.Own(p.Receipt))).ToList();
        // Who gave up may have been heard all the same; more rows than that are citizens who stand in the queue twice.
        if (unexpected.Count > witness.WithoutPromise.Count) breaches.Add($"doubled: {unexpected.Count} requests that nobody was promised, and {witness.WithoutPromise.Count} citizens who gave up");

        var promised = promises.Select(p => p.Receipt).ToHashSet();
        var timed = promises.Where(p => town.IsTimed(p.Citizen)).Select(p => p.Receipt).ToHashSet();
        var offered = await service.QueryAsync($"select extract(epoch from min(o.made_at) - h.asked_at)::float8 from handoffs h join offers o on o.handoff_id = h.id where h.asked_at >= '{town.Since:O}' group by h.id, h.asked_at order by 1",
            r => TimeSpan.FromSeconds(r.GetDouble(0)));
        return new Verdict
        {
            Promises = promised.Count,
            Recovered = witness.Recovered,
            WithoutPromise = witness.WithoutPromise.Count,
            Unexpected = unexpected.Count,
            Heard = witness.Messages.Count,
            SecondReceipts = promised.Count(r => rows.Own(r) != r),
            Breaches = breaches,
            Offered = offered,
            Answered = [.. timed.Where(witness.PromisedBy.ContainsKey).Select(r => Stopwatch.GetElapsedTime(witness.DueAt[r], witness.PromisedBy[r].ShownAt))],
            Visible = [.. timed.Where(r => witness.ShownAt.ContainsKey(rows.Own(r))).Select(Waited)],
            Slowest = await SlowestAsync(service, town, promised.Where(r => witness.ShownAt.ContainsKey(rows.Own(r)) && Waited(r) > SoonEnough).OrderByDescending(Waited).Take(SlowestTold), rows),
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

    /// <summary>Where those who waited long did so: for a receipt, for the row, for an offer, for a desk that shows it.</summary>
    private static async Task<IReadOnlyList<string>> SlowestAsync(Service service, Town town, IEnumerable<string> receipts, Rows rows)
    {
        var since = Stopwatch.GetTimestamp() - (long)((await service.NowAsync() - town.Since).TotalSeconds * Stopwatch.Frequency);
        var stages = (await service.QueryAsync($"""
            select h.receipt, h.asked_at, l.at, (select min(o.made_at) from offers o where o.handoff_id = h.id), (select count(*) from offers o where o.handoff_id = h.id)
              from handoffs h join handoff_log l on l.handoff_id = h.id and l.number = 1 where h.asked_at >= '{town.Since:O}'
            """, r => (Receipt: Rows.Print(r.GetString(0)), Asked: r.GetFieldValue<DateTimeOffset>(1), Row: r.GetFieldValue<DateTimeOffset>(2), Offer: r.IsDBNull(3) ? default : r.GetFieldValue<DateTimeOffset>(3), Offers: r.GetInt64(4)))).ToDictionary(s => s.Receipt);
        return [.. receipts.Where(r => stages.ContainsKey(rows.Own(r))).Select(receipt =>
        {
            var (own, due) = (rows.Own(receipt), town.Witness.DueAt[receipt]);
            var stage = stages[own];
            var dueAt = Stopwatch.GetElapsedTime(since, due);
            var node = town.Witness.PromisedBy.TryGetValue(receipt, out var promise) ? $"by node {promise.Node + 1} after {Stopwatch.GetElapsedTime(due, promise.ShownAt).TotalSeconds:0.0}" : "by nobody";
            return string.Create(CultureInfo.InvariantCulture,
                $"{receipt}{(own == receipt ? "" : $" ({own})")} due at {dueAt.TotalSeconds:0.0} s, receipt {node}, asked {After(stage.Asked):0.0}, row {After(stage.Row):0.0}, offered {After(stage.Offer):0.0} ({stage.Offers} offers), shown {Stopwatch.GetElapsedTime(due, town.Witness.ShownAt[own]).TotalSeconds:0.0} s after; {string.Join(" ", rows.Handoffs[own].Log.Select(e => e.Move))}");

            double After(DateTimeOffset at) => (at - town.Since - dueAt).TotalSeconds;
        })];
    }

    private static async Task RestAsync(Service service, Town town, IReadOnlyList<(int Citizen, string Receipt)> promises, List<string> breaches)
    {
        var sinceProgress = Stopwatch.StartNew();
        var least = int.MaxValue;
        Stopwatch? atRest = null;
        while (true)
        {
            var ended = (await service.QueryAsync($"select receipt from handoffs where state in ('Served', 'Withdrawn') and asked_at >= '{town.Since:O}'", r => Rows.Print(r.GetString(0)))).ToHashSet();
            var open = await service.QueryAsync($"select count(*) from handoffs where ended_at is null and asked_at >= '{town.Since:O}'", r => r.GetInt64(0));
            var told = await service.QueryAsync("select counsellor_id, max(number) from desk_events group by 1", r => (User: r.GetString(0), Last: r.GetInt64(1)));
            var behind = told.Where(t => town.Desks.Any(d => d.User == t.User && !d.IsGone && d.Heard < t.Last)).ToList();
            var second = await Rows.SecondReceiptsAsync(service);
            var waiting = await service.QueryAsync("select count(*) from outbox", r => r.GetInt64(0));
            var left = promises.Select(p => second.GetValueOrDefault(p.Receipt, p.Receipt)).Count(r => !ended.Contains(r) || !town.Witness.ShownAt.ContainsKey(r));
            var askings = await AskingsInQueueAsync(service);
            // A copy that a node has in hand, or on its disk, is looked at each second: what it would make twice is there after some of these.
            if (left != 0 || open[0] != 0 || waiting[0] != 0 || behind.Count != 0 || askings != 0) atRest = null;
            else if ((atRest ??= Stopwatch.StartNew()).Elapsed > Settled) return;
            if (left < least)
            {
                least = left;
                sinceProgress.Restart();
            }
            if (atRest is null && sinceProgress.Elapsed > Patience)
            {
                breaches.Add($"no rest, and for {Patience} no progress: {left} promises are not served, {open[0]} requests are open, {waiting[0]} messages wait in the outbox, {askings?.ToString(CultureInfo.InvariantCulture) ?? "nobody knows how many"} askings in the broker's queue, desks behind the database: "
                    + string.Join(", ", behind.Select(t => (t.User, t.Last, Desk: town.Desks.First(d => d.User == t.User))).Select(b => $"{b.User} at {b.Desk.Heard} of {b.Last} ({b.Desk.StreamFacts})")));
                return;
            }
            await Task.Delay(BetweenLooks);
        }
    }

    /// <summary>How many wait there, beside those that a node has in hand; null when the broker does not say.</summary>
    private static async Task<uint?> AskingsInQueueAsync(Service service)
    {
        try
        {
            await using var connection = await service.ConnectToBrokerAsync();
            await using var channel = await connection.CreateChannelAsync();
            return await channel.MessageCountAsync("sr-asked-handoffs");
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Empty is the normal state, whatever was broken: only what processes ended with twice may have gone to people (docs/adr/0047).</summary>
    private static async Task<IEnumerable<string>> NothingFailedAsync(Service service, Town town) =>
        (await service.QueryAsync($"select message_type, failed_by, place, technical from dead_letters where kept_at >= '{town.Since:O}' and failed_by <> 'Returns'",
            r => $"failed for good: {(r.IsDBNull(0) ? "a message without a type" : r.GetString(0))} in {r.GetString(2)} ({r.GetString(1)}, {(r.IsDBNull(3) ? "" : r.GetString(3))})"));

    /// <summary>What a counsellor says stands where they had the citizen in hand, and not after somebody else did: a node that stood still writes nothing late.</summary>
    private static IEnumerable<string> WordsAreOfTheHolder(Rows rows) =>
        rows.Handoffs.Values.SelectMany(handoff => rows.CounsellorsWords[handoff.ConversationId]
            .Where(words => words.Receipt == handoff.Receipt && !OneHolderAtATime.Held(handoff, words.User, words.At))
            .Select(words => string.Create(CultureInfo.InvariantCulture, $"stale write: {words.User} said something in {handoff.Receipt} at {words.At:HH:mm:ss.fff}, who had nobody in hand there")));

    /// <summary>Where a receipt without a row has left a trace: among failed messages, on a node's disk; and who gave it when.</summary>
    private static async Task<string> TracesAsync(Service service, Town town, string receipt)
    {
        var code = receipt.Replace("-", "", StringComparison.Ordinal);
        var letters = await service.QueryAsync($"select id, failed_by, place from dead_letters where body like '%{code}%'", r => $"{r.GetGuid(0)} {r.GetString(1)} {r.GetString(2)}");
        var disks = service.Processes.Where(n => n.Keeps(code)).Select(n => n.Name).ToList();
        var given = town.Witness.PromisedBy.TryGetValue(receipt, out var promise) ? $"given by {service.Nodes[promise.Node].Name} {Stopwatch.GetElapsedTime(promise.ShownAt).TotalSeconds:0} s ago" : "given by nobody knows whom";
        return $"{given}, failed messages with it: {(letters.Count == 0 ? "none" : string.Join(", ", letters))}, journals with it: {(disks.Count == 0 ? "none" : string.Join(", ", disks))}";
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

    /// <summary>Whoever has a receipt can say what it is about. Somebody whose words nobody answers for as long as they try was there in an outage; when that is half of all, it is none.</summary>
    private static IEnumerable<string> MessagesWereTaken(Town town)
    {
        foreach (var refused in town.Witness.Refused) yield return $"not taken: {refused}";
        var (written, received) = (town.Witness.PromisedBy.Count * town.MessagesOfEach, town.Witness.Messages.Keys.Count(m => m.ClientId.StartsWith("citizen-", StringComparison.Ordinal)));
        if (2 * received < written) yield return $"not taken: of {written} messages that citizens wrote {received} were received";
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

    /// <summary>Nobody's words stand in the conversation of somebody else.</summary>
    private static IEnumerable<string> MessagesAreOfWhoAsked(IReadOnlyList<(int Citizen, string Receipt)> promises, Rows rows)
    {
        foreach (var promise in promises.DistinctBy(p => rows.Own(p.Receipt)))
        {
            if (rows.Of(promise.Receipt) is not { } handoff) continue;
            foreach (var stranger in rows.Activities[handoff.ConversationId].Where(id => id.StartsWith("citizen-", StringComparison.Ordinal) && !id.StartsWith($"citizen-{promise.Citizen}-", StringComparison.Ordinal)))
                yield return $"merged: message {stranger} stands in the conversation of citizen {promise.Citizen}";
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
