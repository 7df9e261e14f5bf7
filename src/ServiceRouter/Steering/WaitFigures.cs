namespace ServiceRouter.Steering;

/// <summary>Time from the asking to the first word of a person, in seconds.</summary>
/// <param name="P50">Half waited at most this long; null when nobody was answered.</param>
/// <param name="P90">Nine in ten waited at most this long.</param>
public sealed record WaitSeconds(double? P50, double? P90)
{
    internal static WaitSeconds None { get; } = new(null, null);
}

/// <summary>Waits for the first human word, of everybody who was answered and of each part of the splits.</summary>
internal sealed record CountedWaits(PartWaits All, IReadOnlyList<PartWaits> ByChannel, IReadOnlyList<PartWaits> ByTerritory, IReadOnlyList<PartWaits> ByLanguage)
{
    internal static CountedWaits None { get; } = new(PartWaits.None, [], [], []);
}

/// <summary>Of one part.</summary>
/// <param name="Part">Its code; null for those who did not say, and for all together.</param>
/// <param name="Answers">How many were answered.</param>
/// <param name="Seconds">How long they waited.</param>
internal sealed record PartWaits(string? Part, long Answers, WaitSeconds Seconds)
{
    internal static PartWaits None { get; } = new(null, 0, WaitSeconds.None);

    /// <summary>Nothing, when nobody of it was answered.</summary>
    internal static PartWaits In(IReadOnlyList<PartWaits> split, string? part) => split.FirstOrDefault(p => p.Part == part) ?? None;
}
