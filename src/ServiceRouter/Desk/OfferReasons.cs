using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Desk;

/// <summary>
/// Why a counsellor was asked, in the words that are stored with the offer: for the counsellor, for colleagues, an auditor, the citizen. They say what routing
/// found, and nothing of anybody it did not look at.
/// </summary>
internal sealed class OfferReasons(FlowShelf flows)
{
    /// <param name="reason">What routing found.</param>
    /// <param name="skill">Id of the request's skill; one that no flow names stays as it is.</param>
    /// <param name="language">Of the request: two letters, perhaps with a region.</param>
    public string InWords(OfferReason reason, string skill, string language)
    {
        List<string> words = [Where(reason.Reach), $"{(reason.SpeaksLanguage ? "parle" : "ne parle pas")} {FrenchWords.Language(language)}"];
        if (reason.KnowsSkill) words.Add($"compétence « {flows.Library.Skills.GetValueOrDefault(skill, skill)} »");
        if (reason.Rank == HandoffRank.Distress) words.Add("situation de détresse : rang le plus haut");
        if (reason.AtHead) words.Add("en tête de file");
        if (reason.IsOldest) words.Add("aucune demande plus ancienne à proposer à ce conseiller");
        return string.Join(" ; ", words);
    }

    private static string Where(Reach reach) => reach switch
    {
        Reach.OwnDepartment => "Même département que l'usager",
        Reach.NobodyThereOnLine => "Aucun conseiller du département en ligne",
        // Beside them there may be others who are free and declined.
        Reach.ThereBusy => "Les conseillers du département qui peuvent être sollicités sont occupés",
        Reach.ThereNotNow => "Les conseillers du département en ligne ne peuvent pas être sollicités pour l'instant",
        Reach.NoDepartmentGiven => "L'usager n'a pas indiqué de département",
        Reach.WantedColleague => "Transmise nommément par un collègue",
        Reach.AgreedWithThem => "L'engagement daté a été pris par ce conseiller",
        Reach.CutOff => "L'échange avec ce conseiller a été coupé",
        Reach.Group => "Transmise par un collègue à ceux qui connaissent ce sujet",
        _ => throw new ArgumentOutOfRangeException(nameof(reach), reach, "No words for it"),
    };
}
