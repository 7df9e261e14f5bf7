using ServiceRouter.Flows.Reception;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>
/// What the assistant notes on a citizen's words for the counsellor, as it is stored with the activity: a word, or a word and what it is about. The desk turns it
/// into a sentence. Holds nothing of what was typed. Beside these there are the rules of <see cref="Understood.Rule"/>, which begin with one of the words there.
/// </summary>
public static class UnderstoodNote
{
    public const string Nothing = "none";
    /// <summary>A button was pressed.</summary>
    public const string Button = "bouton";
    /// <summary>Refused the assistant before.</summary>
    public const string PrefersHuman = "prefere_humain";
    public const string OfferAccepted = "offre_acceptee";
    public const string OfferDeclined = "offre_declinee";
    /// <summary>Wrote after a counsellor had ended the conversation.</summary>
    public const string AfterCounsellor = "apres_conseiller";
    public const string NotUnderstood = "incompris";
    /// <summary>The assistant failed, not the citizen's words.</summary>
    public const string Failure = "panne";
    /// <summary>A language that the flows do not speak.</summary>
    public const string OtherLanguage = "langue";
    public const string Courtesy = "politesse";
    /// <summary>Wanted back to the beginning where no flow ran.</summary>
    public const string Beginning = "retour";
    /// <summary>Said a receipt, and was told where that request stands.</summary>
    public const string Receipt = "recepisse";

    /// <summary>First words of those that are about something.</summary>
    public const string ProcedureWord = "démarche";
    public const string StepWord = "parcours";
    public const string FicheWord = "fiche";
    public const string ReceptionWord = "accueil";

    /// <summary>Begins or names a flow.</summary>
    public static string Procedure(string flow) => $"{ProcedureWord} {flow}";

    /// <summary>Answers a step of a running flow.</summary>
    public static string Step(string flow, string step) => $"{StepWord} {flow}/{step}";

    /// <summary>Was answered by a fiche.</summary>
    public static string Fiche(string id) => $"{FicheWord} {id}";

    /// <summary>Asked about France services itself.</summary>
    public static string Reception(ReceptionTopic topic) => $"{ReceptionWord} {topic}";
}
