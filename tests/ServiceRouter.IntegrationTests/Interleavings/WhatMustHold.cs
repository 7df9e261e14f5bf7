using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Moves;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>
/// Watches a script from outside: after each round it reads rows, log and words at one instant, follows each request by the words of the
/// Guarantee, and says what does not hold.
/// </summary>
internal sealed class WhatMustHold(MoveStage stage, Cast cast)
{
    private const string Notice = "Votre demande de parler";
    private readonly Dictionary<Guid, GuaranteeOfARequest> requests = [];
    private readonly Dictionary<Guid, DateTimeOffset> askedAt = [];
    private readonly Dictionary<string, DateTimeOffset> leaseUntil = [];
    // Each finds the first door shut when its process dies: it is heard of when a message or the journal brings it.
    private readonly List<(int Round, Step Step)> asked = [];
    private int rounds;
    private bool isJournalHeld;
    private IReadOnlyList<Said> words = [];
    private DateTimeOffset before = stage.Clock.GetUtcNow();

    private sealed record Said(Guid Conversation, int Number, Author Author, string? Text);

    private sealed record Seen(IReadOnlyList<Handoff> Rows, IReadOnlyList<HandoffLogEntry> Log, IReadOnlyList<Said> Words);

    /// <summary>What a round broke; nothing when all holds.</summary>
    public async Task<IReadOnlyList<string>> AfterAsync(Round round)
    {
        rounds++;
        IReadOnlyList<(int, Step)> late = isJournalHeld || round.Steps.Any(s => s.BringsWhatIsOld) ? [.. asked] : [];
        var moment = new Moment(before, stage.Clock.GetUtcNow(), rounds, [.. round.Steps.Select(cast.AsPlayed)], late, leaseUntil);
        asked.AddRange(round.Steps.Where(s => s.Act == Act.CitizenAsks).Select(s => (rounds, s)));
        // Before the rows are read: it is replayed beside the test, and what it holds no longer is in them.
        isJournalHeld = stage.Get<AskJournal>().Count > 0;
        var holders = requests.ToDictionary(r => r.Key, r => r.Value.Holder);
        var seen = await SeeAsync();
        var wrong = new List<string>();
        foreach (var log in seen.Log.GroupBy(e => e.HandoffId)) wrong.AddRange(Follow(seen.Rows.Single(r => r.Id == log.Key), [.. log], moment));
        foreach (var row in seen.Rows) wrong.AddRange(RowIsItsLog(row));
        wrong.AddRange(Account(seen));
        wrong.AddRange(OneVoice(round, seen, holders));
        Renew(round, before);
        words = seen.Words;
        before = moment.Now;
        return wrong;
    }

    /// <summary>At rest: everybody was looked after, and what was said to somebody is so.</summary>
    public async Task<IReadOnlyList<string>> AtRestAsync()
    {
        var seen = await SeeAsync();
        var wrong = new List<string>();
        wrong.AddRange(seen.Rows.Where(r => r.IsOpen && r.State is not (HandoffState.Offered or HandoffState.WithCounsellor)).Select(r => $"a request is {r.State} while everybody is at the desk"));
        foreach (var (who, offer) in cast.Yours)
            if (seen.Log.Count(e => e.Move == HandoffMove.Accept && e.Actor == $"counsellor:{who}" && e.Facts.Contains($"{offer}", StringComparison.Ordinal)) != 1)
                wrong.Add($"{who} was told \"yours\" and the log does not say so");
        foreach (var (who, request) in cast.Received)
            if (!seen.Log.Any(e => e.HandoffId == request && e.Move == HandoffMove.Accept && e.Actor == $"counsellor:{who}")) wrong.Add($"{who} received somebody and the log does not say so");
        foreach (var receipt in cast.Receipts.Distinct())
            if (await stage.App.LookAsync(db => db.HandoffOfAsync(receipt, TestContext.Current.CancellationToken)) is null) wrong.Add("a receipt leads nowhere");
        wrong.AddRange(seen.Rows.Where(r => r.State == HandoffState.Served != r.RatingInvitedAt is not null).Select(r => $"{r.State} and invited to rate: {r.RatingInvitedAt is not null}"));
        return wrong;
    }

    /// <summary>How many things were said in all: a message that comes again adds none.</summary>
    public async Task<int> WordsAsync() => (await SeeAsync()).Words.Count;

    private IEnumerable<string> Follow(Handoff row, IReadOnlyList<HandoffLogEntry> log, Moment moment)
    {
        if (!requests.TryGetValue(row.Id, out var request)) requests[row.Id] = request = new GuaranteeOfARequest(cast.CitizenOf(row.ConversationId));
        if (log.Count < request.Entries) yield return "the log became shorter";
        foreach (var entry in log.Skip(request.Entries))
            foreach (var wrong in request.Follow(entry, moment)) yield return wrong;
    }

    private IEnumerable<string> RowIsItsLog(Handoff row)
    {
        if (!requests.TryGetValue(row.Id, out var request))
        {
            yield return "a row without a log";
            yield break;
        }
        if (row.Version != request.Entries) yield return $"the row is at version {row.Version}, its log at {request.Entries}";
        if (row.LogHash != request.LastHash) yield return "the row does not hold the end of its log";
        if (row.IsOpen == request.HasEnded) yield return $"the row is {row.State}, and by its log it has {(request.HasEnded ? "" : "not ")}ended";
        if ((row.State == HandoffState.WithCounsellor ? row.CounsellorId : null) != request.Holder) yield return $"the row is with {row.CounsellorId}, by its log with {request.Holder ?? "nobody"}";
        if (request.IsAtHead && row.State is HandoffState.Waiting or HandoffState.Offered && !row.AtHead) yield return "its place at the head was lost";
        if (askedAt.TryAdd(row.Id, row.AskedAt)) yield break;
        if (row.AskedAt != askedAt[row.Id]) yield return "its age was not kept";
    }

    private IEnumerable<string> Account(Seen seen)
    {
        var asked = seen.Log.Count(e => e.Move == HandoffMove.Ask);
        if (asked != seen.Rows.Count) yield return $"{asked} were asked and {seen.Rows.Count} are accounted for";
        foreach (var many in seen.Rows.Where(r => r.IsOpen).GroupBy(r => r.ConversationId).Where(g => g.Count() > 1)) yield return $"a conversation has {many.Count()} open requests";
        var notices = seen.Words.Count(w => w.Author == Author.Service && w.Text?.StartsWith(Notice, StringComparison.Ordinal) == true);
        if (notices != asked) yield return $"{asked} were asked and {notices} notices given";
        // Whoever stands at the counter is received whatever the number.
        foreach (var many in seen.Rows.Where(r => r.State is HandoffState.Offered or HandoffState.WithCounsellor && !IsAtCounter(r, seen.Log)).GroupBy(r => r.CounsellorId).Where(g => g.Count() > cast.Capacity))
            yield return $"{many.Key} takes {cast.Capacity} at a time and has {many.Count()}";
        foreach (var conversation in seen.Words.GroupBy(w => w.Conversation))
            if (!conversation.Select(w => w.Number).SequenceEqual(Enumerable.Range(1, conversation.Count()))) yield return "words of a conversation are missing or twice";
    }

    private static bool IsAtCounter(Handoff row, IEnumerable<HandoffLogEntry> log) =>
        log.Last(e => e.HandoffId == row.Id && e.Move == HandoffMove.Offer).Facts.Contains("\"rung\":\"counter\"", StringComparison.Ordinal);

    /// <summary>G7: who had a counsellor before this round and has the same one after it heard nothing from the assistant.</summary>
    private IEnumerable<string> OneVoice(Round round, Seen seen, IReadOnlyDictionary<Guid, string?> holders)
    {
        if (round.Steps.All(s => s.Act != Act.CitizenWrites)) yield break;
        foreach (var row in seen.Rows.Where(r => r.State == HandoffState.WithCounsellor && holders.GetValueOrDefault(r.Id) == r.CounsellorId))
            if (seen.Words.Except(words).Any(w => w.Conversation == row.ConversationId && w.Author == Author.Assistant)) yield return "the assistant spoke beside a counsellor";
    }

    private void Renew(Round round, DateTimeOffset now)
    {
        foreach (var step in round.Steps.Where(s => s.Act is Act.ComesToTheDesk or Act.GoesAway or Act.RenewsTheLease && s.Fate != Fate.DiesBeforeTheCommit))
            leaseUntil[step.CounsellorId] = now + MoveStage.Lease;
    }

    private Task<Seen> SeeAsync() => stage.App.LookAsync(async db =>
    {
        await using var instant = await Snapshot.BeginAsync(db, TestContext.Current.CancellationToken);
        var rows = await db.Handoffs.Where(h => cast.Conversations.Contains(h.ConversationId)).ToListAsync();
        var ids = rows.ConvertAll(r => r.Id);
        var log = await db.HandoffLog.Where(e => ids.Contains(e.HandoffId)).OrderBy(e => e.HandoffId).ThenBy(e => e.Number).ToListAsync();
        var said = await db.Activities.Where(a => cast.Conversations.Contains(a.ConversationId)).OrderBy(a => a.ConversationId).ThenBy(a => a.Number)
            .Select(a => new Said(a.ConversationId, a.Number, a.Author, a.Text)).ToListAsync();
        return new Seen(rows, log, said);
    });
}
