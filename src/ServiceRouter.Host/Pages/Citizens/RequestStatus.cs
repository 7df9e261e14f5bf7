using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Where a request stands, in plain words; all eight states.</summary>
/// <param name="Receipt">Printed receipt.</param>
/// <param name="State">Name of the state, for the script.</param>
/// <param name="Title">One short sentence.</param>
/// <param name="Lines">More sentences, in order.</param>
/// <param name="IsOpen">False after a human act has ended it.</param>
public sealed record RequestStatus(string Receipt, string State, string Title, IReadOnlyList<string> Lines, bool IsOpen)
{
    internal static RequestStatus Of(HandoffView handoff, QueuePlace? place)
    {
        var (title, lines) = Say(handoff, place);
        return new RequestStatus(handoff.Receipt, handoff.State.ToString(), FrenchSpaces.Keep(title), [.. lines.Select(FrenchSpaces.Keep)], handoff.EndedAt is null);
    }

    private static (string Title, IReadOnlyList<string> Lines) Say(HandoffView handoff, QueuePlace? place) => handoff.State switch
    {
        HandoffState.Waiting => ("Votre demande attend un conseiller", WaitWords.Of(place, "fr")),
        HandoffState.Offered => ("Votre demande est proposée à un conseiller", ["Il a quelques instants pour la prendre. Sinon, elle est proposée à un autre. Vous gardez votre place.", .. WaitWords.Of(place, "fr")]),
        HandoffState.WithCounsellor => ("Un conseiller s'occupe de votre demande", [$"C'est {handoff.CounsellorName}, {handoff.CounsellorQuality}, {handoff.CounsellorSpace}. L'assistant automatique ne répond plus."]),
        HandoffState.Promised => (PromiseTitle(handoff), ["Votre demande reste ouverte jusque-là. Si vous écrivez un message, il y est ajouté et ce moment est maintenu. Pour parler à un conseiller avant, appuyez sur « Parler à un conseiller » : votre demande reprend alors sa place dans la file, et ce moment est annulé."]),
        HandoffState.Absent => ("Un conseiller n'a pas eu de réponse de votre part", [$"Votre demande reste ouverte. Écrivez un message et elle repart en tête de file. Sinon, un conseiller essaiera de nouveau le {Due(handoff)}."]),
        HandoffState.Served => ($"Votre demande est terminée depuis le {Ended(handoff)}", ["Vous pouvez garder une copie des échanges et donner votre avis. Vous pouvez faire une nouvelle demande à tout moment."]),
        HandoffState.Withdrawn => ($"Vous avez retiré votre demande le {Ended(handoff)}", ["Vous pouvez en faire une nouvelle à tout moment."]),
        _ => ("Nous n'avons pas réussi à vous joindre", [$"Nous avons essayé sans avoir de réponse. La demande est fermée depuis le {Ended(handoff)}. Vous pouvez en faire une nouvelle à tout moment : elle sera traitée comme les autres."]),
    };

    private static string PromiseTitle(HandoffView handoff) => handoff.Commitment switch
    {
        CommitmentKind.CallBack when handoff.DateGivesNoPlace => $"Un conseiller vous rappellera à partir du {Due(handoff)}",
        CommitmentKind.CallBack => $"Un conseiller vous rappellera le {Due(handoff)}",
        CommitmentKind.Appointment => $"Vous avez un rendez-vous le {Due(handoff)}",
        CommitmentKind.Visit => $"Vous passerez dans un espace France services le {Due(handoff)}",
        _ => $"Un courrier vous sera envoyé au plus tard le {Due(handoff)}",
    };

    private static string Due(HandoffView handoff) => handoff.DueAt is { } at ? MomentInWords.Of(at, handoff.Territory, "fr") : "";

    private static string Ended(HandoffView handoff) => handoff.EndedAt is { } at ? FrenchTime.Moment(at) : "";
}
