using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Desk;

/// <summary>A counsellor makes a dated promise with the citizen; the handoff stays open and is due again at its date.</summary>
public sealed class CommitHandoff(Transactions transactions, IServiceHours hours, IReachCitizens reach)
{
    /// <summary>Code of the refusal of a moment that has passed, or is too far away.</summary>
    public const string WrongDate = "commitment-date";

    /// <summary>Code of the refusal of a moment at which nobody is there.</summary>
    public const string NobodyThere = "commitment-hours";

    /// <summary>Code of the refusal of a call-back to somebody of whom no number is known.</summary>
    public const string NumberMissing = "call-back-number";

    private static readonly TimeSpan Farthest = TimeSpan.FromDays(60);

    /// <param name="counsellorId">Who promises.</param>
    /// <param name="receipt">To whom.</param>
    /// <param name="kind">What.</param>
    /// <param name="dueAt">For when: to come, within 60 days; a call-back and an appointment while counsellors answer.</param>
    /// <param name="note">Optional, at most 2000 characters.</param>
    /// <param name="number">Where the citizen is called back, as they said it; null or empty: at the number that is known.</param>
    /// <param name="seen">Number of the last activity that the counsellor had before them; null: not known.</param>
    /// <param name="ct">Stops waiting.</param>
    public Task<Refusal?> RunAsync(
        string counsellorId, string receipt, CommitmentKind kind, DateTimeOffset dueAt, string? note, string? number, int? seen, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            if (dueAt <= work.Now || dueAt > work.Now + Farthest) return Refusal.BadInput(WrongDate, "La date doit être à venir, dans les 60 jours.");
            if (!NoteText.TryRead(note, out var noted)) return NoteText.TooLong;
            string? kept = null;
            if (!string.IsNullOrWhiteSpace(number) && reach.TryTake(number, out kept) is { } wrong) return wrong;
            var (held, refusal) = await HeldHandoff.FindAsync(work, counsellorId, receipt, token);
            if (held is null) return refusal;

            var (handoff, conversation, counsellor) = held;
            if (WhyNotThen(kind, dueAt, conversation.Territory ?? handoff.Territory, counsellor.Territory) is { } closed) return closed;
            if (kind == CommitmentKind.CallBack && kept is null && !await reach.HasNumberAsync(work.Db, conversation.Id, token))
                return Refusal.BadInput(NumberMissing, "Aucun numéro n'est connu pour rappeler l'usager. Demandez-lui son numéro et indiquez-le, ou convenez d'un rendez-vous ou d'une visite.");
            if (await work.WhyNotYetAsync(conversation, seen, token) is { } unread) return unread;
            if (await work.WhyNotUnheardAsync(handoff, token) is { } unheard) return unheard;
            if (kept is not null) conversation.CallBackNumber = kept;
            var workFrom = kind == CommitmentKind.Letter ? WorkOnLetter.From(hours, conversation.Territory ?? handoff.Territory, dueAt, work.Now) : dueAt;
            var promised = handoff.Promise(kind, workFrom.ToUniversalTime(), promisedFor: dueAt.ToUniversalTime());
            work.Record(promised, HandoffRecord.Counsellor(counsellorId), new CommitFacts(kind.ToString(), handoff.ToldFor, WorkFrom: handoff.PromisedFor is null ? null : handoff.DueAt));
            work.Note(handoff, counsellorId, noted);
            work.Say(conversation, Author.Service, CommitmentWords.Say(kind, dueAt, conversation.Territory, handoff.Receipt, conversation.Language), saying: kind == CommitmentKind.CallBack ? Saying.CallBack(dueAt) : null);
            work.Freed(handoff, counsellorId);
            return null;
        }, ct);

    /// <summary>To call and to meet somebody a counsellor has to be there; a letter is written and a space is visited whenever that is agreed.</summary>
    private Refusal? WhyNotThen(CommitmentKind kind, DateTimeOffset dueAt, string? territory, string readIn) =>
        NeedsSomebody(kind) && hours.FirstFrom(territory, dueAt) is var first && first > dueAt
            ? Refusal.BadInput(NobodyThere, $"Personne ne répond à ce moment-là. Le premier moment possible ensuite : {MomentInWords.Bare(first, readIn, "fr")}, à votre heure.")
            : null;

    /// <summary>Whether it is promised only for a moment at which counsellors answer.</summary>
    public static bool NeedsSomebody(CommitmentKind kind) => kind is CommitmentKind.CallBack or CommitmentKind.Appointment;
}
