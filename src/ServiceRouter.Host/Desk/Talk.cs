using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Host.Desk;

/// <summary>One conversation on the screen of this tab, with what is being written in it.</summary>
public sealed class Talk(string receipt)
{
    public string Receipt => receipt;

    public DeskHandoffDetail? Detail { get; set; }

    /// <summary>Words of the citizen that came while another conversation was shown, or that nobody had answered when this screen was opened.</summary>
    public int Unread { get; set; }

    /// <summary>Words of the citizen that came since the counsellor has the conversation, and that the counsellor has not answered: what is in no circuit any more, the transcript still tells.</summary>
    public int Unanswered => Said.Count(activity => activity.Author == Author.Citizen && activity.At >= Since && activity.Number > LastAnswer);

    /// <summary>
    /// Nothing was written to the citizen since the counsellor has the conversation, or the citizen wrote last. Callers are talked to, and so is whoever stands at the counter: of them nothing is known here; whoever is written a letter is answered by it.
    /// </summary>
    public bool IsUnanswered =>
        Gone is null && Detail is { Handoff.Channel: not ChannelName.Phone } && Taken?.Rung != HandoffOffer.AtCounter
        && (Taken?.Rung == HandoffOffer.OwnPromise ? Unanswered > 0 : LastAnswer == 0 || Said.Any(activity => activity.Author == Author.Citizen && activity.Number > LastAnswer));

    /// <summary>What a counsellor said last; null when none has said anything.</summary>
    public string? LastSaid => Said.LastOrDefault(activity => activity.Author == Author.Counsellor)?.Text;

    /// <summary>The newest of the unread words in which danger was heard; null when there are none.</summary>
    public ActivityView? Danger => Said.Where(activity => activity.Author == Author.Citizen).TakeLast(Unread).LastOrDefault(DeskWords.IsDanger);

    /// <summary>By the rank, or by words that were here before it.</summary>
    public bool IsInDistress => Detail?.Handoff.Rank == HandoffRank.Distress || Danger is not null;

    /// <summary>Somebody in distress has written, and nobody has looked.</summary>
    public bool Alarms => Gone is null && Unread > 0 && IsInDistress;

    /// <summary>Kept while the counsellor looks at another conversation.</summary>
    public string Draft { get; set; } = "";

    public DraftIds DraftIds { get; } = new();

    public string NoteDraft { get; set; } = "";

    /// <summary>A message stands in its box and was not sent.</summary>
    public bool HasMessage => !string.IsNullOrWhiteSpace(Draft);

    /// <summary>A note stands in its box and was not added.</summary>
    public bool HasNote => !string.IsNullOrWhiteSpace(NoteDraft);

    /// <summary>What is written in the forms of the acts: it outlives them, since a conversation may leave the desk under the counsellor's hands.</summary>
    public string TransferNote { get; set; } = "";

    /// <inheritdoc cref="TransferNote"/>
    public string CommitNote { get; set; } = "";

    /// <inheritdoc cref="TransferNote"/>
    public string CloseNote { get; set; } = "";

    /// <summary>
    /// Number of the last activity that was on the screen when a form was opened that takes the conversation off the desk: what comes while it is filled in may not have been read.
    /// </summary>
    public int Seen { get; private set; }

    /// <summary>The counsellor has before them what there is now.</summary>
    public void See() => Seen = LastNumber;

    public DraftIds NoteIds { get; } = new();

    /// <summary>
    /// The counsellor opened it in order to write: its box takes the keyboard as it comes onto the screen. False where it only stands there because another one left, or because the page was
    /// loaded again: whoever types on would type to somebody else.
    /// </summary>
    public bool IsOpened { get; set; } = true;

    /// <summary>This counsellor is ending or handing on the conversation here: its going needs no explanation.</summary>
    public bool Leaving { get; set; }

    /// <summary>Why the conversation is no longer the counsellor's; null while it is.</summary>
    public string? Gone { get; set; }

    /// <summary>It is the counsellor's again, and what was written for it still stands. What was read of it is of before.</summary>
    public void ComesBack() => (Gone, Leaving, Detail) = (null, false, null);

    /// <summary>The boxes whose words are nowhere else once the conversation has left the desk. Not that of notes: a note can still be added.</summary>
    public IEnumerable<UnsentText> Unsent =>
    [
        new("message", "Ce que vous aviez écrit n'a pas été envoyé :", () => Draft, words => Draft = words) { IsForCitizen = true },
        new("transfer-note", "Votre note pour votre collègue n'a pas été enregistrée :", () => TransferNote, words => TransferNote = words),
        new("commit-note", "Votre note sur l'engagement n'a pas été enregistrée :", () => CommitNote, words => CommitNote = words),
        new("close-note", "Votre note de clôture n'a pas été enregistrée :", () => CloseNote, words => CloseNote = words),
    ];

    /// <summary>Adds an activity that follows the last one.</summary>
    /// <returns>False when some are missing in between.</returns>
    public bool Add(ActivityView activity)
    {
        if (Detail is not { } detail) return false;
        if (activity.Number <= LastNumber) return true;
        if (activity.Number != LastNumber + 1) return false;
        Detail = detail with { Transcript = [.. detail.Transcript, activity] };
        return true;
    }

    private int LastNumber => Detail?.Transcript is [.., var last] ? last.Number : 0;

    private IReadOnlyList<ActivityView> Said => Detail?.Transcript ?? [];

    // The offer that brought it here, so that what was written while it stood on the desk is counted.
    private AskedCounsellor? Taken => Detail?.Asked.LastOrDefault(asked => asked.Outcome == OfferOutcome.Accepted);

    private DateTimeOffset Since => Taken?.At ?? DateTimeOffset.MinValue;

    // What a colleague wrote before answers nobody who was handed on since.
    private int LastAnswer => Said.LastOrDefault(activity => activity.Author == Author.Counsellor && activity.At >= Since)?.Number ?? 0;

    /// <summary>Says plainly what became of a conversation that left the desk by itself.</summary>
    /// <param name="state">What the request is now.</param>
    /// <param name="lost">How the counsellor's telephone took it from them; null: it did not.</param>
    public static string Farewell(HandoffState state, LostByLine? lost) => state switch
    {
        HandoffState.Withdrawn => "L'usager a retiré sa demande. La conversation est terminée.",
        HandoffState.Served or HandoffState.Unreachable => "Cette conversation a été terminée, par vous dans un autre onglet ou par un programme.",
        HandoffState.Promised => "Un engagement daté a été pris. La demande reviendra dans la file à sa date.",
        HandoffState.Absent => "L'absence de l'usager a été enregistrée. La demande reviendra dans la file pour un nouvel essai.",
        _ when lost is { CallerWaits: true } => $"Cette conversation n'est plus la vôtre. {WhyLost(lost.Ending)} L'usager attend au téléphone : la demande est repartie en tête de file et il en a été informé.",
        _ when lost is not null => $"Cette conversation n'est plus la vôtre. {WhyLost(lost.Ending)} La demande est repartie en tête de file.{AfterMailbox(lost.Ending)}",
        _ => "Cette conversation n'est plus la vôtre. Votre poste est resté sans connexion, ou elle a été transmise : la demande est repartie en tête de file et l'usager en a été informé.",
    };

    // Whoever hangs up on a mailbox loses the request as one who was cut off: the telephone cannot tell them apart.
    private static string AfterMailbox(string ending) =>
        ending == LineEnding.Dropped ? " Si vous aviez un répondeur ou personne en ligne, reprenez-la et choisissez « L'usager ne répond pas »." : "";

    private static string WhyLost(string ending) => ending switch
    {
        LineEnding.NoTelephone => "Vous n'avez pas de téléphone enregistré pour lui parler. Indiquez votre numéro sous « Ma présence », puis choisissez « Disponible ».",
        LineEnding.Busy or LineEnding.NoAnswer or LineEnding.NotTaken => "Votre téléphone a sonné et l'appel n'a pas été pris. Vérifiez votre numéro sous « Ma présence », puis choisissez « Disponible ».",
        LineEnding.Provider => "L'opérateur n'a pas pu faire sonner votre téléphone. Vérifiez votre numéro sous « Ma présence ».",
        LineEnding.Dropped => "Votre ligne a été coupée.",
        _ => "Votre téléphone n'a pas pu être joint. Vérifiez votre numéro sous « Ma présence », puis choisissez « Disponible ».",
    };
}

/// <summary>One box of a conversation, with what stands in it.</summary>
/// <param name="Field">Its name in the browser (data-draft, staff.js).</param>
/// <param name="Label">What the counsellor is told of it when it was not sent.</param>
/// <param name="Read">Reads what stands in it.</param>
/// <param name="Write">Writes it.</param>
public sealed record UnsentText(string Field, string Label, Func<string> Read, Action<string> Write)
{
    public string Words
    {
        get => Read();
        set => Write(value);
    }

    /// <summary>In the citizen's language; the others are for colleagues.</summary>
    public bool IsForCitizen { get; init; }
}
