using ServiceRouter.Conversations;

namespace ServiceRouter.Handoffs;

/// <summary>
/// The territory of exercises, which is no département: no postcode, form or account leads to it. Who is in it meets only who is in it,
/// and what happens in it counts in no figure about citizens (docs/adr/0018).
/// </summary>
public static class SealedTerritory
{
    /// <summary>Its code, where a département's stands elsewhere.</summary>
    public const string Code = "exercice";

    /// <summary>True inside the seal.</summary>
    public static bool Holds(string? territory) => territory == Code;

    /// <summary>True when the seal lies between the two: they may never meet.</summary>
    public static bool Divides(string? one, string? other) => Holds(one) != Holds(other);

    /// <summary>Where a handoff was asked for, as the account holds it against the log; one that was carried over the seal since is nowhere that the log knows.</summary>
    public static string? AskedIn(string? asked, string? now) => Divides(asked, now) ? now : asked;

    internal static IQueryable<Handoff> OutsideExercises(this IQueryable<Handoff> handoffs) => handoffs.Where(h => h.Territory != Code);

    internal static IQueryable<Conversation> OutsideExercises(this IQueryable<Conversation> conversations) => conversations.Where(c => c.Territory != Code);

    internal static IQueryable<Handoff> InsideExercises(this IQueryable<Handoff> handoffs) => handoffs.Where(h => h.Territory == Code);

    /// <summary>Those that stand on the same side of the seal as this territory.</summary>
    internal static IQueryable<Handoff> OnSideOf(this IQueryable<Handoff> handoffs, string? territory) =>
        Holds(territory) ? handoffs.InsideExercises() : handoffs.OutsideExercises();

    /// <summary>Askings of citizens in the event log: one entry for each request, exercises left out.</summary>
    internal static IQueryable<HandoffLogEntry> Askings(this IQueryable<HandoffLogEntry> log) =>
        log.Where(e => e.Move == HandoffMove.Ask && e.Actor != HandoffRecord.Exercise);

    /// <summary>Askings in the event log that are said to be of exercises.</summary>
    internal static IQueryable<HandoffLogEntry> PlayedAskings(this IQueryable<HandoffLogEntry> log) =>
        log.Where(e => e.Move == HandoffMove.Ask && e.Actor == HandoffRecord.Exercise);
}
