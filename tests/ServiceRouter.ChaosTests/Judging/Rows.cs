using ServiceRouter.ChaosTests.Running;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>One move of a request's event log.</summary>
internal sealed record LogEntry(Guid HandoffId, int Number, string Move, string Actor, string Facts, DateTimeOffset At);

/// <summary>One request with its log, oldest move first.</summary>
internal sealed record HandoffRow(Guid Id, string Receipt, string State, Guid ConversationId, int Version, IReadOnlyList<LogEntry> Log);

/// <summary>What the database says, read with SQL and none of the service's own code.</summary>
/// <param name="Handoffs">By printed receipt.</param>
/// <param name="SecondReceipts">Printed receipt of the request, by a second receipt that was shown for the same wish and leads to it.</param>
/// <param name="Activities">The senders' ids in each conversation, in its order.</param>
/// <param name="CounsellorsWords">What desks said in each conversation: by whom, for which request, and when.</param>
internal sealed record Rows(
    IReadOnlyDictionary<string, HandoffRow> Handoffs, IReadOnlyDictionary<string, string> SecondReceipts, ILookup<Guid, string> Activities, ILookup<Guid, (string User, string Receipt, DateTimeOffset At)> CounsellorsWords)
{
    /// <summary>The request's own receipt, whichever of its receipts a citizen was shown.</summary>
    public string Own(string receipt) => SecondReceipts.GetValueOrDefault(receipt, receipt);

    /// <summary>The request to which a receipt leads; null when there is none.</summary>
    public HandoffRow? Of(string receipt) => Handoffs.GetValueOrDefault(Own(receipt));

    /// <param name="service">Whose database.</param>
    /// <param name="since">Requests asked before then are another case's.</param>
    public static async Task<Rows> ReadAsync(Service service, DateTimeOffset since)
    {
        var log = (await service.QueryAsync("select handoff_id, number, move, actor, facts, at from handoff_log order by handoff_id, number",
            r => new LogEntry(r.GetGuid(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetFieldValue<DateTimeOffset>(5)))).ToLookup(e => e.HandoffId);
        var handoffs = await service.QueryAsync($"select id, receipt, state, conversation_id, version from handoffs where asked_at >= '{since:O}'",
            r => new HandoffRow(r.GetGuid(0), Print(r.GetString(1)), r.GetString(2), r.GetGuid(3), r.GetInt32(4), [.. log[r.GetGuid(0)]]));
        var activities = await service.QueryAsync("select conversation_id, client_id, author, at from activities where client_id is not null order by conversation_id, number",
            r => (Conversation: r.GetGuid(0), ClientId: r.GetString(1), Author: r.GetString(2), At: r.GetFieldValue<DateTimeOffset>(3)));
        return new Rows(handoffs.ToDictionary(h => h.Receipt), await SecondReceiptsAsync(service), activities.ToLookup(a => a.Conversation, a => a.ClientId),
            activities.Where(a => a.Author == "Counsellor" && a.ClientId.Split('/').Length == 2).ToLookup(a => a.Conversation, a => (a.ClientId.Split('/')[0], a.ClientId.Split('/')[1], a.At)));
    }

    /// <summary>See <see cref="SecondReceipts"/>.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SecondReceiptsAsync(Service service) =>
        (await service.QueryAsync("select a.receipt, h.receipt from receipt_aliases a join handoffs h on h.id = a.handoff_id", r => (Second: Print(r.GetString(0)), Own: Print(r.GetString(1)))))
        .ToDictionary(a => a.Second, a => a.Own);

    /// <summary>A stored code with its dashes, as citizens and desks see it: 4-3-3-4.</summary>
    public static string Print(string code) => $"{code[..4]}-{code[4..7]}-{code[7..10]}-{code[10..]}";
}
