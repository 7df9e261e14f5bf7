using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Host.Desk;

/// <summary>The lists of the screen as they were read last.</summary>
/// <param name="Me">The counsellor's own row.</param>
/// <param name="Offers">Offers that wait for an answer, oldest first.</param>
/// <param name="Mine">Conversations of this counsellor.</param>
/// <param name="Queue">Waiting handoffs in their order, at most 200.</param>
/// <param name="Promised">With a dated promise.</param>
/// <param name="Letters">Promised by this counsellor, who may do them before they are due.</param>
/// <param name="Absent">To be tried again.</param>
/// <param name="Closed">Closed by this counsellor, newest first.</param>
/// <param name="DeadLetters">Messages that failed for good and wait for a person.</param>
public sealed record DeskBoard(
    DeskCounsellor Me, IReadOnlyList<DeskOffer> Offers, IReadOnlyList<DeskHandoff> Mine, IReadOnlyList<DeskHandoff> Queue,
    IReadOnlyList<DeskHandoff> Promised, IReadOnlyList<DeskHandoff> Letters, IReadOnlyList<DeskHandoff> Absent, IReadOnlyList<DeskHandoff> Closed,
    DeadLettersAtDesk DeadLetters)
{
    private const int ClosedShown = 5;

    public static async Task<DeskBoard> ReadAsync(ReadDesk desk, ReadDeadLetters letters, string id, CancellationToken ct)
    {
        var closed = (await desk.HandoffsAsync(id, HandoffState.Served, ct)).Concat(await desk.HandoffsAsync(id, HandoffState.Unreachable, ct))
            .OrderByDescending(h => h.EndedAt).Take(ClosedShown).ToList();
        return new DeskBoard(
            (await desk.CounsellorAsync(id, ct))!,
            await desk.OffersAsync(id, ct),
            await desk.HandoffsAsync(id, HandoffState.WithCounsellor, ct),
            await desk.HandoffsAsync(id, HandoffState.Waiting, ct),
            await desk.HandoffsAsync(id, HandoffState.Promised, ct),
            await desk.LettersAsync(id, ct),
            await desk.HandoffsAsync(id, HandoffState.Absent, ct),
            closed,
            await letters.AtDeskAsync(id, ct));
    }
}
