namespace ServiceRouter.Desk;

/// <summary>The last that happened in a conversation which a counsellor has. Pure.</summary>
/// <param name="WordAt">The newest words, whoever said them (UTC).</param>
/// <param name="MovedAt">The newest move: at first that the counsellor took it (UTC).</param>
/// <param name="NotedAt">The newest note of a counsellor (UTC); null without any.</param>
/// <param name="LineAt">The newest change of the counsellor's telephone line for it (UTC); null without a line.</param>
/// <param name="IsOnLine">That line is not over.</param>
public sealed record SignsOfLife(DateTimeOffset WordAt, DateTimeOffset MovedAt, DateTimeOffset? NotedAt, DateTimeOffset? LineAt, bool IsOnLine)
{
    /// <summary>Since when nothing happened, if that is as long as this; null when something did, or while a line is open: people talk then.</summary>
    public DateTimeOffset? QuietSince(DateTimeOffset now, TimeSpan atLeast)
    {
        if (IsOnLine) return null;
        var last = new[] { WordAt, MovedAt, NotedAt ?? WordAt, LineAt ?? WordAt }.Max();
        return now - last >= atLeast ? last : null;
    }
}
