using ServiceRouter.Dialogue;

namespace ServiceRouter.Desk;

/// <summary>Why a counsellor was asked, in words: routing writes skill and language by their ids.</summary>
public sealed class OfferReasons(FlowShelf flows)
{
    /// <param name="why">As routing wrote it.</param>
    /// <param name="skill">Id of the request's skill; one that no flow names stays as it is.</param>
    /// <param name="language">Of the request: two letters, perhaps with a region.</param>
    public string InWords(string why, string skill, string language) => why
        .Replace($"compétence {skill}", $"compétence « {flows.Library.Skills.GetValueOrDefault(skill, skill)} »", StringComparison.Ordinal)
        .Replace($"parle la langue ({language})", $"parle {FrenchWords.Language(language)}", StringComparison.Ordinal)
        .Replace($"personne en ligne ne parle {language}", $"personne en ligne ne parle {FrenchWords.Language(language)}", StringComparison.Ordinal);
}
