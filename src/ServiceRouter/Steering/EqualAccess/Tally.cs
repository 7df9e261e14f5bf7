using MathNet.Numerics.Distributions;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>How many of all.</summary>
internal readonly record struct Tally(int Some, int All)
{
    public double Share => All == 0 ? 0 : (double)Some / All;

    /// <summary>
    /// How likely it is that at least so many fall to the one side when both sides are alike: Fisher's exact test, one-sided (R. A. Fisher, 1935). Exact for the small groups
    /// that matter most here.
    /// </summary>
    public static double Chance(Tally one, Tally other) =>
        one.Some == 0 ? 1 : 1 - Hypergeometric.CDF(one.All + other.All, one.Some + other.Some, one.All, one.Some - 1);
}
