namespace ServiceRouter.Host.Desk;

/// <summary>What is marked on a conversation in the list, so that it is known which one to open next.</summary>
/// <param name="Words">Short.</param>
/// <param name="Weight">As a class of the style sheet; null for what needs no hurry.</param>
internal sealed record TalkBadge(string Words, string? Weight = null)
{
    private const string Strong = "strong";
    private const string Danger = "danger";
    private const string Distress = "distress";

    /// <summary>The most pressing first.</summary>
    /// <param name="talk">Which.</param>
    /// <param name="isQuiet">Nothing has happened in it for long.</param>
    public static IEnumerable<TalkBadge> Of(Talk talk, bool isQuiet)
    {
        if (talk.Gone is not null)
        {
            yield return new("n'est plus à vous");
            yield break;
        }
        if (talk.IsInDistress) yield return new("détresse", talk.Alarms ? Danger : Distress);
        if (talk.Unread > 0) yield return new($"{talk.Unread} {(talk.Unread == 1 ? "nouveau message" : "nouveaux messages")}", Strong);
        else if (talk.IsUnanswered) yield return new("sans réponse écrite", isQuiet ? Strong : null);
        else if (isQuiet) yield return new("à clôturer ?", Strong);
        if (talk.Draft.Length > 0) yield return new("brouillon");
    }
}
