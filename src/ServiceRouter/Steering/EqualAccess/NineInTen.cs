namespace ServiceRouter.Steering.EqualAccess;

/// <summary>
/// After how many seconds nine in ten were answered, with those counted in who still wait or left: by Kaplan and Meier (1958). Without them, a queue in which nobody is
/// answered any more would look short.
/// </summary>
internal static class NineInTen
{
    private const double Left = 0.1;

    /// <param name="facts">By their wait, the shortest first.</param>
    /// <returns>The longest wait that was seen when it is not long enough to say.</returns>
    public static double Of(IReadOnlyList<AccessFact> facts)
    {
        var unanswered = 1.0;
        for (var i = 0; i < facts.Count; i++)
        {
            if (!facts[i].WasAnswered) continue;
            unanswered *= 1 - (1.0 / (facts.Count - i));
            if (unanswered <= Left + 1e-9) return facts[i].Waited.TotalSeconds;
        }
        return facts.Count == 0 ? 0 : facts[^1].Waited.TotalSeconds;
    }
}
