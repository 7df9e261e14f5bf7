using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Pages;

/// <summary>A space as it is shown to a citizen; words in French.</summary>
/// <param name="Distance">Null where no point was asked for.</param>
/// <param name="Hours">A line for each group of days; empty when the hours are not known.</param>
public sealed record SpaceCard(Space Space, string? Distance, string State, bool IsOpen, IReadOnlyList<string> Hours)
{
    internal static SpaceCard Of(Space space, string? distance, DateTimeOffset now) =>
        new(space, distance, HoursInWords.State(space, now), OpeningHours.IsOpen(space, now), HoursInWords.WeekByLine(space));

    internal static string DistanceInWords(double km) =>
        km < 1 ? "À moins d'un kilomètre" : $"À environ {Math.Round(km):0}\u00a0km à vol d'oiseau";
}
