using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>A column of the table: a state, or none yet. Of a promise its kind as well: what may be done with a letter may not be done with an appointment, and a call-back is the citizen's own.</summary>
/// <param name="State">Null: not asked.</param>
/// <param name="Promise">Where the state is one; a visit is as an appointment.</param>
internal sealed record HandoffColumn(HandoffState? State, CommitmentKind? Promise = null)
{
    public static IReadOnlyList<HandoffColumn> All { get; } =
    [
        new((HandoffState?)null),
        .. Enum.GetValues<HandoffState>().SelectMany(s => s == HandoffState.Promised
            ? new[] { CommitmentKind.CallBack, CommitmentKind.Appointment, CommitmentKind.Letter }.Select(kind => new HandoffColumn(s, kind))
            : [new HandoffColumn(s)]),
    ];

    public override string ToString() => State is null ? "NotAsked" : $"{State}{Promise}";
}
