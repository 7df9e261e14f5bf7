using ServiceRouter.DeadLetters;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

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

    /// <summary>A list of others could not be read: one row in it cannot, such as one that a node of a later version wrote. What is for this counsellor comes all the same.</summary>
    public bool IsPartial { get; private init; }

    public static async Task<DeskBoard> ReadAsync(ReadDesk desk, ReadDeadLetters letters, string id, CancellationToken ct)
    {
        var isPartial = false;
        return new DeskBoard(
            (await desk.CounsellorAsync(id, ct))!,
            await desk.OffersAsync(id, ct),
            await desk.HandoffsAsync(id, HandoffState.WithCounsellor, ct),
            await ListedAsync(desk.HandoffsAsync(id, HandoffState.Waiting, ct)),
            await ListedAsync(desk.HandoffsAsync(id, HandoffState.Promised, ct)),
            await ListedAsync(desk.LettersAsync(id, ct)),
            await ListedAsync(desk.HandoffsAsync(id, HandoffState.Absent, ct)),
            await ListedAsync(desk.ClosedAsync(id, ClosedShown, ct)),
            await letters.AtDeskAsync(id, ct)) { IsPartial = isPartial };

        async Task<IReadOnlyList<DeskHandoff>> ListedAsync(Task<IReadOnlyList<DeskHandoff>> reading)
        {
            try
            {
                return await reading;
            }
            catch (Exception e) when (e is not OperationCanceledException && !StorageFailure.IsAway(e))
            {
                isPartial = true;
                return [];
            }
        }
    }
}
