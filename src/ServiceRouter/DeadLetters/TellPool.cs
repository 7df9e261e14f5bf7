using Microsoft.EntityFrameworkCore;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Live;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.DeadLetters;

/// <summary>
/// Which counsellors a dead letter concerns: those of its request's département and skill, and whoever has the request; all when nothing is known. Nobody across the seal of an exercise: a
/// played counsellor reads nothing, and is no reason to tell nobody else.
/// </summary>
internal static class TellPool
{
    /// <summary>
    /// Most desks that one message is told to. Each costs an event in a stream that its offers and its citizens' words wait for, and a reading of its whole board; what is about nobody's département
    /// would cost that at every desk of the country. The list of each of the others has it at its next look, after 5 s (docs/adr/0125).
    /// </summary>
    internal const int Most = 20;

    /// <summary>Tells desks of the pool that are not off line; when none of them is there, of those that are. At most <see cref="Most"/>.</summary>
    public static async Task TellPoolAsync(this Work work, DeadLetter letter, Handoff? handoff, CancellationToken ct)
    {
        var data = new
        {
            id = letter.Id, receipt = handoff is null ? null : ReceiptCode.Print(handoff.Receipt), cause = CauseInWords.Of(letter.FailedBy), at = letter.KeptAt,
        };
        foreach (var id in await SomePresentAsync(work, letter, handoff, ct)) work.Tell(id, DeskEventKind.DeadLetter, handoff?.Id ?? Guid.Empty, data);
    }

    /// <summary>Has the desk that has it in hand, and those that are told of it, read their lists again, once this unit is committed; the others do so at their next look.</summary>
    public static async Task RedrawPoolAsync(this Work work, DeadLetter letter, CancellationToken ct)
    {
        var told = await SomePresentAsync(work, letter, handoff: null, ct);
        foreach (var id in letter.TakenBy is { } taker ? told.Append(taker).Distinct() : told) work.Announce(StreamName.Desk(id), LiveItem.Nudge);
    }

    public static bool IsFor(this DeadLetter letter, string territory, IEnumerable<string> skills) =>
        (letter.Territory is null || letter.Territory == territory) && (letter.Skill is null || skills.Contains(letter.Skill));

    /// <summary>Whoever has the request, then those who may be asked now; of equals others for each message, and the same ones for the same.</summary>
    private static async Task<IReadOnlyList<string>> SomePresentAsync(Work work, DeadLetter letter, Handoff? handoff, CancellationToken ct)
    {
        // Whoever went home without saying so has an ended lease: were they counted, a pool might be told that has nobody.
        var atDesk = await work.Db.Counsellors.AsNoTracking().AtDesk(work.Now).OrderBy(c => c.Id)
            .Select(c => new { c.Id, c.Territory, c.Skills, c.Presence }).ToListAsync(ct);
        var present = atDesk.FindAll(c => !SealedTerritory.Divides(c.Territory, letter.Territory));
        var pool = present.Where(c => c.Id == handoff?.CounsellorId || letter.IsFor(c.Territory, c.Skills)).ToList();
        var some = pool.Count > 0 ? pool : present;
        var first = some.Count == 0 ? 0 : (letter.Id.GetHashCode() & int.MaxValue) % some.Count;
        return [.. some.Skip(first).Concat(some.Take(first)).OrderByDescending(c => c.Id == handoff?.CounsellorId).ThenByDescending(c => c.Presence == Presence.Available).Take(Most).Select(c => c.Id)];
    }
}
