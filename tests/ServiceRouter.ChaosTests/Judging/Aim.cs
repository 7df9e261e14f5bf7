using System.Globalization;

namespace ServiceRouter.ChaosTests.Judging;

/// <summary>
/// How fast something was to be, beside what was measured. To miss it is no breach, since nobody was lost; the long form ends with a fault all the
/// same, and says which aim it was. The short form has none: it runs beside others on whatever machine it meets.
/// </summary>
/// <param name="What">Was measured, in words.</param>
/// <param name="Seen">In the unit.</param>
/// <param name="Limit">In the unit; held up to and with it.</param>
/// <param name="Unit">"s", "times", "MB a minute".</param>
internal sealed record Aim(string What, double Seen, double Limit, string Unit)
{
    public static Aim OfTime(string what, TimeSpan seen, TimeSpan limit) => new(what, seen.TotalSeconds, limit.TotalSeconds, "s");

    public bool IsHeld => Seen <= Limit;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsHeld ? "held" : "MISSED")}: {What} {Seen:0.##} {Unit}, aim {Limit:0.##}");
}
