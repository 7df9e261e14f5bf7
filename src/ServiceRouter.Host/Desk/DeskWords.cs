using System.Globalization;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;
using Rules = ServiceRouter.Flows.Understanding.Understood;

namespace ServiceRouter.Host.Desk;

/// <summary>Ids and enums in the words of a counsellor. Times are those of the counsellor's own territory.</summary>
internal sealed class DeskWords(FlowShelf flows, TimeProvider clock)
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public string Skill(string id) => flows.Library.Skills.GetValueOrDefault(id, id);

    public IReadOnlyDictionary<string, string> Skills => flows.Library.Skills;

    public string Reason(string id) => flows.Library.Reasons.GetValueOrDefault(id, id);

    /// <summary>What the assistant noted on a citizen's words; null when it noted nothing.</summary>
    public string? Understood(ActivityDetails? details)
    {
        if (details?.Understood is not { Length: > 0 } noted || noted is UnderstoodNote.Nothing or Rules.NothingRule) return null;
        var words = noted.Split(' ', 2) switch
        {
            [UnderstoodNote.ProcedureWord, var flow] => $"démarche « {Flow(flow)} »",
            [UnderstoodNote.StepWord, var step] => $"réponse dans le parcours « {Flow(step.Split('/')[0])} »",
            [UnderstoodNote.FicheWord, var fiche] => $"question, réponse de la fiche « {fiche} »",
            [UnderstoodNote.ReceptionWord, _] => "question sur France services",
            [UnderstoodNote.Beginning] => "voulait revenir au début",
            [UnderstoodNote.Courtesy] => "salutation ou remerciement",
            [UnderstoodNote.NotUnderstood] => "pas compris",
            [UnderstoodNote.Button] => "bouton utilisé",
            [UnderstoodNote.PrefersHuman] => "préfère un humain",
            [UnderstoodNote.OfferAccepted] => "a voulu d'un conseiller qui lui était proposé",
            [UnderstoodNote.OfferDeclined] => "n'a pas voulu d'un conseiller à ce moment",
            [UnderstoodNote.AfterCounsellor] => "revient après un conseiller",
            [UnderstoodNote.Failure] => "l'assistant n'a pas pu répondre",
            [UnderstoodNote.OtherLanguage] => "écrit dans une langue que l'assistant ne parle pas",
            [UnderstoodNote.Receipt] => "a donné un récépissé pour savoir où en est la demande",
            _ when noted.StartsWith(Rules.DistressRule, StringComparison.Ordinal) => "situation de détresse",
            _ when noted.StartsWith(Rules.HumanRule, StringComparison.Ordinal) => "demande une personne",
            _ when noted.StartsWith(Rules.OfferRule, StringComparison.Ordinal) => "souhaite peut-être une personne",
            _ => $"règle « {noted} »",
        };
        return details.Unsure ? words + ", sans certitude" : words;
    }

    /// <summary>Words in which the service heard danger: what it noted on them says so, also where the rank could not rise any more.</summary>
    public static bool IsDanger(ActivityView activity) =>
        activity is { Author: Author.Citizen, Details.Understood: { } noted } && noted.StartsWith(Rules.DistressRule, StringComparison.Ordinal);

    public static string Territory(string? code) => code is null
        ? "Territoire non précisé"
        : Departments.All.FirstOrDefault(d => d.Code == code) is { } department ? $"{department.Name} ({code})" : code;

    public static string Need(AccessNeed need) => FrenchSpaces.Keep(NeedWords.Of(need));

    public static string Channel(string channel) => channel switch
    {
        "web" => "Site internet",
        "phone" => "Téléphone",
        "sms" => "SMS",
        _ => channel,
    };

    /// <summary>"14:05", with the day when it is not today.</summary>
    public string Time(DateTimeOffset at, string territory)
    {
        var local = TerritoryTime.Local(territory, at);
        return local.ToString(local.Date == TerritoryTime.Local(territory, clock.GetUtcNow()).Date ? "H:mm" : "d MMM H:mm", French);
    }

    public static string Moment(DateTimeOffset at, string territory) => FrenchDates.Moment(TerritoryTime.Local(territory, at));

    public static string Presence(Presence presence) => presence switch
    {
        ServiceRouter.Desk.Presence.Available => "Disponible",
        ServiceRouter.Desk.Presence.Away => "Absent",
        _ => "Hors ligne",
    };

    public static string Outcome(AskedCounsellor asked) => asked.Outcome switch
    {
        OfferOutcome.Open => "proposition en cours",
        OfferOutcome.Accepted => "acceptée",
        OfferOutcome.Declined => $"déclinée{(asked.DeclineReason is null ? "" : $" ({asked.DeclineReason})")}",
        OfferOutcome.Expired => "sans réponse",
        OfferOutcome.Withdrawn => "retirée, ou remplacée par un rappel",
        _ => "connexion du conseiller perdue",
    };

    /// <summary>Where a request stands, after its receipt.</summary>
    public static string State(HandoffState state) => state switch
    {
        HandoffState.Waiting => "en attente",
        HandoffState.Offered => "proposée à un conseiller",
        HandoffState.WithCounsellor => "avec un conseiller",
        HandoffState.Promised => "avec un engagement daté",
        HandoffState.Absent => "usager absent",
        HandoffState.Served => "servie",
        HandoffState.Withdrawn => "retirée par l'usager",
        _ => "close, usager injoignable",
    };

    public static string Commitment(CommitmentKind kind) => kind switch
    {
        CommitmentKind.CallBack => "Rappel téléphonique",
        CommitmentKind.Appointment => "Rendez-vous",
        CommitmentKind.Visit => "Visite dans un espace",
        _ => "Courrier",
    };

    public static string Speaker(ActivityView activity) => activity.Author switch
    {
        Author.Citizen => "Usager",
        Author.Assistant => "Assistant automatique",
        Author.Counsellor => activity.AuthorName ?? "Conseiller",
        _ => "Service",
    };

    private string Flow(string id) => flows.Library.Find(id)?.Title.In("fr", FlowChannel.Web) ?? id;
}
