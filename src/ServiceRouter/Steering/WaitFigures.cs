namespace ServiceRouter.Steering;

/// <summary>Time from the asking to the first word of a person, in seconds.</summary>
/// <param name="P50">Half waited at most this long; null when nobody was answered.</param>
/// <param name="P90">Nine in ten waited at most this long.</param>
public sealed record WaitSeconds(double? P50, double? P90)
{
    internal static WaitSeconds None { get; } = new(null, null);

    /// <summary>Nearest-rank percentiles: each is a wait that somebody really had.</summary>
    internal static WaitSeconds Of(IEnumerable<WaitSample> samples)
    {
        var sorted = samples.Select(s => s.Seconds).Order().ToList();
        return sorted.Count == 0 ? None : new WaitSeconds(At(0.5), At(0.9));

        double At(double share) => Math.Round(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)], 1);
    }
}

/// <summary>One citizen's wait for the first human word.</summary>
internal sealed record WaitSample(string Channel, string? Territory, string Language, double Seconds);
