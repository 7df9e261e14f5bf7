namespace ServiceRouter.Platform.Time;

/// <summary>Times as the databases keep them.</summary>
internal static class WholeMicroseconds
{
    /// <summary>Without what a row would lose of it: read back, it is the same time.</summary>
    public static DateTimeOffset ToMicroseconds(this DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
}
