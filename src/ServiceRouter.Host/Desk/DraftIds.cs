namespace ServiceRouter.Host.Desk;

/// <summary>
/// Ids of what a counsellor sends from one box. The same words sent again after a failure have the same id, so that they are there once; words that
/// were changed in between are another message, since the first may have arrived after all.
/// </summary>
public sealed class DraftIds
{
    private string? words;
    private string id = "";

    /// <summary>The id of these words, until they have arrived.</summary>
    public string Of(string toSend)
    {
        if (words != toSend) (words, id) = (toSend, MassTransit.NewId.NextGuid().ToString("N"));
        return id;
    }

    /// <summary>They have arrived: the same words once more are said once more.</summary>
    /// <param name="sent">What has arrived.</param>
    /// <param name="box">What stands in the box now.</param>
    /// <returns>What is left in it: what was typed meanwhile stays.</returns>
    public string Arrived(string sent, string box)
    {
        words = null;
        return box.StartsWith(sent, StringComparison.Ordinal) ? box[sent.Length..].TrimStart() : box;
    }
}
