using System.Globalization;
using ServiceRouter.Platform;

namespace ServiceRouter.Handoffs;

/// <summary>A commitment said to the citizen.</summary>
internal static class CommitmentWords
{
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static string Say(CommitmentKind kind, DateTimeOffset dueAt, string receipt, string language) => Texts.Say(
        kind switch
        {
            CommitmentKind.CallBack => "CallBackPromised",
            CommitmentKind.Appointment => "AppointmentPromised",
            CommitmentKind.Visit => "VisitPromised",
            _ => "LetterPromised",
        }, language, Moment(dueAt, language), ReceiptCode.Print(receipt));

    /// <summary>That it stands, for whoever writes before its date.</summary>
    public static string Stands(CommitmentKind kind, DateTimeOffset dueAt, string language) => Texts.Say(
        kind switch
        {
            CommitmentKind.CallBack => "CallBackStands",
            CommitmentKind.Appointment => "AppointmentStands",
            CommitmentKind.Visit => "VisitStands",
            _ => "LetterStands",
        }, language, Moment(dueAt, language));

    /// <summary>"mardi 24 novembre à 14 h 30", in the time of mainland France.</summary>
    public static string Moment(DateTimeOffset at, string language)
    {
        var local = TimeZoneInfo.ConvertTime(at, Paris);
        var culture = CultureInfo.GetCultureInfo(language);
        return language == "fr"
            ? local.ToString("dddd d MMMM 'à' H 'h' mm", culture)
            : local.ToString("f", culture);
    }
}
