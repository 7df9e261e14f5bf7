namespace ServiceRouter.Desk;

/// <summary>When somebody who did not answer is tried again. Published on /algorithmes.</summary>
internal interface INextAttempt
{
    /// <param name="now">The attempt that failed.</param>
    /// <param name="territory">Département code of the citizen; null: mainland France.</param>
    DateTimeOffset After(DateTimeOffset now, string? territory);
}
