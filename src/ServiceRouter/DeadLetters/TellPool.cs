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
    /// <summary>Tells the desks of the pool that are not off line; when none of them is there, every desk that is.</summary>
    public static async Task TellPoolAsync(this Work work, DeadLetter letter, Handoff? handoff, CancellationToken ct)
    {
        var data = new
        {
            id = letter.Id, receipt = handoff is null ? null : ReceiptCode.Print(handoff.Receipt), cause = CauseInWords.Of(letter.FailedBy), at = letter.KeptAt,
        };
        foreach (var id in await PresentAsync(work, letter, handoff, ct)) work.Tell(id, DeskEventKind.DeadLetter, handoff?.Id ?? Guid.Empty, data);
    }

    /// <summary>Has open desks read their lists again, once this unit is committed.</summary>
    public static async Task RedrawPoolAsync(this Work work, DeadLetter letter, CancellationToken ct)
    {
        foreach (var id in await PresentAsync(work, letter, handoff: null, ct)) work.Announce(StreamName.Desk(id), LiveItem.Nudge);
    }

    public static bool IsFor(this DeadLetter letter, string territory, IEnumerable<string> skills) =>
        (letter.Territory is null || letter.Territory == territory) && (letter.Skill is null || skills.Contains(letter.Skill));

    private static async Task<IReadOnlyList<string>> PresentAsync(Work work, DeadLetter letter, Handoff? handoff, CancellationToken ct)
    {
        // Whoever went home without saying so has an ended lease: were they counted, a pool might be told that has nobody.
        var atDesk = await work.Db.Counsellors.AsNoTracking().AtDesk(work.Now).OrderBy(c => c.Id)
            .Select(c => new { c.Id, c.Territory, c.Skills }).ToListAsync(ct);
        var present = atDesk.FindAll(c => !SealedTerritory.Divides(c.Territory, letter.Territory));
        var pool = present.Where(c => c.Id == handoff?.CounsellorId || letter.IsFor(c.Territory, c.Skills)).ToList();
        return (pool.Count > 0 ? pool : present).ConvertAll(c => c.Id);
    }
}
