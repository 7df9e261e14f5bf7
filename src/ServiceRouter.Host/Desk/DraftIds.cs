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
    public void Arrived() => words = null;
}
