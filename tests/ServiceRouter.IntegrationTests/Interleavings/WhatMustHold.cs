using System.Text.Json;
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
internal sealed class WhatMustHold(MoveStage stage, Cast cast, Reached reached)
{
    private const string Notice = "Votre demande de parler";
    private const string BrokenOff = "La connexion avec votre conseiller a été perdue";
    private readonly Dictionary<Guid, GuaranteeOfARequest> requests = [];
    private readonly Dictionary<Guid, DateTimeOffset> askedAt = [];
    private readonly WhoIsAtTheDesk atDesk = new();
    // Each finds the first door shut when its process dies: it is heard of when a message or the journal brings it.
    private readonly List<Done> asked = [];
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
        IReadOnlyList<Done> late = isJournalHeld || round.Steps.Any(s => s.BringsWhatIsOld) ? [.. asked] : [];
        var moment = new Moment(before, stage.Clock.GetUtcNow(), rounds, [.. round.Steps.Select(cast.AsPlayed)], late, atDesk);
        asked.AddRange(round.Steps.Where(s => s.Act is Act.CitizenAsks or Act.CitizenAsksToBeCalledBack).Select(s => new Done(rounds, s, moment.Since, moment.Now)));
        // Before the rows are read: it is replayed beside the test, and what it holds no longer is in them.
        isJournalHeld = stage.Get<AskJournal>().Count > 0;
        var holders = requests.ToDictionary(r => r.Key, r => r.Value.Holder);
        var seen = await SeeAsync();
        var (wrong, lost) = (new List<string>(), LostBy(seen.Log));
        foreach (var row in seen.Rows) wrong.AddRange(Follow(row, [.. seen.Log.Where(e => e.HandoffId == row.Id)], moment));
        foreach (var row in seen.Rows) wrong.AddRange(RowIsItsLog(row));
        wrong.AddRange(Account(seen));
        wrong.AddRange(OneVoice(round, seen, holders));
        atDesk.Follow(moment, lost);
        words = seen.Words;
        before = moment.Now;
        return wrong;
    }

    /// <summary>Nobody was there for longer than everything lasts, and the clock has looked: nobody may be left with a counsellor who is gone, nor with an offer or a date that is over (G8).</summary>
    public async Task<IReadOnlyList<string>> AfterTheClockAsync()
    {
        // What was on its way came as well.
        var wrong = await AfterAsync(new Round(new Step(Act.TheClockLooks, 0, 0, 0, Fate.Lives), new Step(Act.TheJournalIsReplayed, 0, 0, 0, Fate.Lives)));
        var rows = (await SeeAsync()).Rows;
        return [.. wrong, .. rows.Where(r => r.IsOpen && r.State != HandoffState.Waiting).Select(r => $"a request was left {r.State}, and nobody is there")];
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
        foreach (var (receipt, at) in cast.CalledBack)
        {
            var request = await stage.App.LookAsync(db => db.HandoffOfAsync(receipt, TestContext.Current.CancellationToken));
            if (!seen.Log.Any(e => e.HandoffId == request?.Id && e.Move == HandoffMove.Commit && e.Actor == HandoffRecord.Citizen && DateOf(e) == at)) wrong.Add("a call-back was promised on the page and stands in no log");
        }
        foreach (var receipt in cast.Receipts.Distinct())
            if (await stage.App.LookAsync(db => db.HandoffOfAsync(receipt, TestContext.Current.CancellationToken)) is null) wrong.Add("a receipt leads nowhere");
        wrong.AddRange(seen.Rows.Where(r => r.State == HandoffState.Served != r.RatingInvitedAt is not null).Select(r => $"{r.State} and invited to rate: {r.RatingInvitedAt is not null}"));
        return wrong;
    }

    /// <summary>How many things were said in all: a message that comes again adds none.</summary>
    public async Task<int> WordsAsync() => (await SeeAsync()).Words.Count;

    private static DateTimeOffset DateOf(HandoffLogEntry promise)
    {
        using var facts = JsonDocument.Parse(promise.Facts);
        return facts.RootElement.GetProperty("dueAt").GetDateTimeOffset();
    }

    /// <summary>Whom the clock took for lost since the last round.</summary>
    private List<string> LostBy(IReadOnlyList<HandoffLogEntry> log)
    {
        var lost = new List<string>();
        foreach (var entry in log.Where(e => e.Move == HandoffMove.LoseCounsellor && e.Number > (requests.GetValueOrDefault(e.HandoffId)?.Entries ?? 0)))
        {
            using var facts = JsonDocument.Parse(entry.Facts);
            lost.Add(facts.RootElement.GetProperty("counsellorId").GetString()!);
        }
        return lost;
    }

    private IEnumerable<string> Follow(Handoff row, IReadOnlyList<HandoffLogEntry> log, Moment moment)
    {
        if (!requests.TryGetValue(row.Id, out var request)) requests[row.Id] = request = new GuaranteeOfARequest(cast.CitizenOf(row.ConversationId));
        if (log.Count < request.Entries) yield return "the log became shorter";
        foreach (var entry in log.Skip(request.Entries).ToList())
        {
            reached.Note(request.State, entry, moment);
            foreach (var wrong in request.Follow(entry, moment)) yield return wrong;
        }
    }

    private IEnumerable<string> RowIsItsLog(Handoff row)
    {
        if (!requests.TryGetValue(row.Id, out var request) || request.Entries == 0)
        {
            yield return "a row without a log";
            yield break;
        }
        if (row.Version != request.Entries) yield return $"the row is at version {row.Version}, its log at {request.Entries}";
        if (row.LogHash != request.LastHash) yield return "the row does not hold the end of its log";
        if (row.State != request.State) yield return $"the row is {row.State}, by its log {request.State}";
        if (row.IsOpen == request.HasEnded) yield return $"the row is {row.State}, and by its log it has {(request.HasEnded ? "" : "not ")}ended";
        if ((row.State == HandoffState.WithCounsellor ? row.CounsellorId : null) != request.Holder) yield return $"the row is with {row.CounsellorId}, by its log with {request.Holder ?? "nobody"}";
        if (request.IsAtHead != row.AtHead) yield return request.IsAtHead ? "its place at the head was lost" : "it stands at the head and was let down by nobody";
        if (askedAt.TryAdd(row.Id, row.AskedAt)) yield break;
        if (row.AskedAt != askedAt[row.Id]) yield return "its age was not kept";
    }

    private IEnumerable<string> Account(Seen seen)
    {
        var asked = seen.Log.Count(e => e.Move == HandoffMove.Ask);
        if (asked != seen.Rows.Count) yield return $"{asked} were asked and {seen.Rows.Count} are accounted for";
        foreach (var gone in requests.Keys.Except(seen.Rows.Select(r => r.Id))) yield return $"a request that was {requests[gone].State} has no row any more";
        var (brokenOff, told) = (requests.Values.Sum(r => r.TimesBrokenOff), seen.Words.Count(w => w.Author == Author.Service && w.Text?.StartsWith(BrokenOff, StringComparison.Ordinal) == true));
        if (brokenOff != told) yield return $"{brokenOff} conversations were broken off and {told} citizens told";
        foreach (var many in seen.Rows.Where(r => r.IsOpen).GroupBy(r => r.ConversationId).Where(g => g.Count() > 1)) yield return $"a conversation has {many.Count()} open requests";
        var notices = seen.Words.Count(w => w.Author == Author.Service && w.Text?.StartsWith(Notice, StringComparison.Ordinal) == true);
        if (notices != asked) yield return $"{asked} were asked and {notices} notices given";
        // Whoever stands at the counter is received whatever the number, and a counsellor's own letter is in nobody's way.
        foreach (var many in seen.Rows.Where(r => r.State is HandoffState.Offered or HandoffState.WithCounsellor && !IsBesideTheQueue(r, seen.Log)).GroupBy(r => r.CounsellorId).Where(g => g.Count() > cast.Capacity))
            yield return $"{many.Key} takes {cast.Capacity} at a time and has {many.Count()}";
        foreach (var conversation in seen.Words.GroupBy(w => w.Conversation))
            if (!conversation.Select(w => w.Number).SequenceEqual(Enumerable.Range(1, conversation.Count()))) yield return "words of a conversation are missing or twice";
    }

    private static bool IsBesideTheQueue(Handoff row, IEnumerable<HandoffLogEntry> log)
    {
        using var facts = JsonDocument.Parse(log.Last(e => e.HandoffId == row.Id && e.Move == HandoffMove.Offer).Facts);
        return facts.RootElement.GetProperty("rung").GetString() is HandoffOffer.AtCounter or HandoffOffer.OwnPromise;
    }

    /// <summary>G7: who had a counsellor before this round and has the same one after it heard nothing from the assistant.</summary>
    private IEnumerable<string> OneVoice(Round round, Seen seen, IReadOnlyDictionary<Guid, string?> holders)
    {
        if (round.Steps.All(s => s.Act != Act.CitizenWrites)) yield break;
        foreach (var row in seen.Rows.Where(r => r.State == HandoffState.WithCounsellor && holders.GetValueOrDefault(r.Id) == r.CounsellorId))
            if (seen.Words.Except(words).Any(w => w.Conversation == row.ConversationId && w.Author == Author.Assistant)) yield return "the assistant spoke beside a counsellor";
    }

    private Task<Seen> SeeAsync() => stage.App.LookAsync(async db =>
    {
        await using var instant = await Snapshot.BeginAsync(db, TestContext.Current.CancellationToken);
        var rows = await db.Handoffs.Where(h => cast.Conversations.Contains(h.ConversationId)).ToListAsync();
        // Also of those that were followed and may have gone.
        var ids = rows.Select(r => r.Id).Union(requests.Keys).ToList();
        var log = await db.HandoffLog.Where(e => ids.Contains(e.HandoffId)).OrderBy(e => e.HandoffId).ThenBy(e => e.Number).ToListAsync();
        var said = await db.Activities.Where(a => cast.Conversations.Contains(a.ConversationId)).OrderBy(a => a.ConversationId).ThenBy(a => a.Number)
            .Select(a => new Said(a.ConversationId, a.Number, a.Author, a.Text)).ToListAsync();
        return new Seen(rows, log, said);
    });
}
