using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Handoffs;

/// <summary>A commitment said to the citizen.</summary>
internal static class CommitmentWords
{
    /// <param name="kind">What is promised.</param>
    /// <param name="dueAt">When.</param>
    /// <param name="territory">Of the citizen, so that the time is theirs; null when not known.</param>
    /// <param name="receipt">The code.</param>
    /// <param name="language">Two-letter language.</param>
    /// <param name="fromThenOn">The date gives no place: from then on it is called back in the order of the requests.</param>
    public static string Say(CommitmentKind kind, DateTimeOffset dueAt, string? territory, string receipt, string language, bool fromThenOn = false) => Texts.Say(
        kind switch
        {
            CommitmentKind.CallBack => fromThenOn ? "CallBackFromOpening" : "CallBackPromised",
            CommitmentKind.Appointment => "AppointmentPromised",
            CommitmentKind.Visit => "VisitPromised",
            _ => "LetterPromised",
        }, language, MomentInWords.Of(dueAt, territory, language), ReceiptCode.Print(receipt));

    /// <summary>That it stands, for whoever writes before its date.</summary>
    /// <inheritdoc cref="Say"/>
    public static string Stands(CommitmentKind kind, DateTimeOffset dueAt, string? territory, string language, bool fromThenOn = false) => Texts.Say(
        kind switch
        {
            CommitmentKind.CallBack => fromThenOn ? "CallBackFromOpeningStands" : "CallBackStands",
            CommitmentKind.Appointment => "AppointmentStands",
            CommitmentKind.Visit => "VisitStands",
            _ => "LetterStands",
        }, language, MomentInWords.Of(dueAt, territory, language));
}
