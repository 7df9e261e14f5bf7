namespace ServiceRouter.Steering;

/// <summary>Who waits at this moment, and who could be asked: what a manager can still change today. Never of one counsellor.</summary>
/// <param name="AsOf">When it was counted (UTC).</param>
/// <param name="Waiting">Citizens in the queue, whom nobody has been offered to.</param>
/// <param name="Offered">Citizens whom one counsellor is being asked for.</param>
/// <param name="WaitingFor">How long ago the one who waits longest asked, of both; null when nobody waits.</param>
/// <param name="WithCounsellor">Citizens who are talking with somebody.</param>
/// <param name="Promised">Citizens to whom a date was promised, which is to come.</param>
/// <param name="Absent">Citizens who could not be reached and will be tried again.</param>
/// <param name="CounsellorsOnLine">Counsellors at their desk who take requests.</param>
/// <param name="FreePlaces">How many more they would take at once.</param>
/// <param name="CounsellorsAway">Counsellors at their desk who take none now.</param>
/// <param name="BackAt">When counsellors answer again (UTC), by the hours of the service where somebody waits, of mainland France when nobody does; null while they do in one of these places, and where no hours are set.</param>
/// <param name="ByTerritory">Where those who wait are, longest wait first.</param>
public sealed record NowFigures(
    DateTimeOffset AsOf, int Waiting, int Offered, TimeSpan? WaitingFor, int WithCounsellor, int Promised, int Absent,
    int CounsellorsOnLine, int FreePlaces, int CounsellorsAway, DateTimeOffset? BackAt, IReadOnlyList<TerritoryNow> ByTerritory)
{
    /// <summary>Citizens to whom a call or an appointment was promised for a day that has been closed since, and that is to come.</summary>
    public int PromisedOnClosedDays { get; init; }

    /// <summary>In the hours of the service somebody waits whom nobody can be asked for: more desks, or a dated promise, are needed.</summary>
    public bool IsSaturated => Waiting > 0 && FreePlaces == 0 && BackAt is null;
}

/// <summary>Who waits in one territory.</summary>
/// <param name="Code">Département code; null when the citizen did not say.</param>
/// <param name="Waiting">In the queue, or offered.</param>
/// <param name="WaitingFor">How long ago the one who waits longest asked.</param>
public sealed record TerritoryNow(string? Code, int Waiting, TimeSpan WaitingFor);
