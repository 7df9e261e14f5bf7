namespace ServiceRouter.Channels.Phone.Lines;

/// <summary>How a call ended, as the provider tells it. Its own words for these stay in its connector; what it means for a line is a <see cref="LineEnding"/>.</summary>
public enum CallEnding
{
    /// <summary>It ended in a way that the connector has no word for. It is over all the same.</summary>
    Unknown,
    /// <summary>It was answered, and somebody hung up.</summary>
    Completed,
    Busy,
    NoAnswer,
    /// <summary>It could not be put through.</summary>
    Failed,
    /// <summary>It was taken back while it rang.</summary>
    Canceled,
}
