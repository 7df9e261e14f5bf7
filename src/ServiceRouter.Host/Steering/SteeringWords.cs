using System.Globalization;
using ServiceRouter.Desk;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Routing.Spaces;
using ServiceRouter.Steering;

namespace ServiceRouter.Host.Steering;

/// <summary>Figures in French words.</summary>
internal static class SteeringWords
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static string Count(long? count) => count?.ToString("N0", French) ?? "moins de 5, ou masqué";

    /// <summary>A count with its noun, in the plural from two on as French has it.</summary>
    public static string Counted(long count, string noun) => $"{count.ToString("N0", French)} {noun}{(count > 1 ? "s" : "")}";

    /// <summary>How many requests an incident names, and days.</summary>
    public static string Counted(IReadOnlyList<NamedByIncident> named)
    {
        var days = named.Count(n => n.Day is not null);
        return days == 0 ? Counted(named.Count, "demande") : days == named.Count ? Counted(days, "journée") : $"{Counted(named.Count - days, "demande")} et {Counted(days, "journée")}";
    }

    /// <summary>In tenths of a percent; 0 and 100 only when it is so: one who was not answered does not vanish in the rounding.</summary>
    public static string Share(double? share) => share switch
    {
        null => "sans objet",
        > 0 and < 0.001 => "moins de 0,1\u00a0%",
        > 0.999 and < 1 => "plus de 99,9\u00a0%",
        { } value => value.ToString("0.#\u00a0%", French),
    };

    public static string Number(double? value) => value is { } number ? number.ToString("0.0", French) : "sans objet";

    public static string Wait(double? seconds) => seconds switch
    {
        null => "sans objet",
        < 1 => "moins de 1\u00a0s",
        < 90 => $"{Math.Round(seconds.Value)}\u00a0s",
        < 5400 => $"{Math.Round(seconds.Value / 60)}\u00a0min",
        _ => $"{(seconds.Value / 3600).ToString("0.#", French)}\u00a0h",
    };

    /// <summary>How many, and how long the oldest.</summary>
    public static string Quiet(QuietTalks quiet) => quiet.OldestFor is { } oldest ? $"{Count(quiet.Count)}, depuis {FrenchWords.Span(oldest)} au plus" : Count(quiet.Count);

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", French);

    public static string Moment(DateTimeOffset at) => FrenchTime.Long(at);

    /// <summary>Where a bar begins: a whole day by its date, anything else by its hour, with the date where an hour of yesterday and the same of today are in it.</summary>
    public static string Bar(DateTimeOffset at, TimeSpan period)
    {
        var local = FrenchTime.Local(at);
        var words = period.TotalDays > 1 && local.TimeOfDay == TimeSpan.Zero ? "d MMM" : period.TotalDays < 1 ? "H 'h' mm" : "d MMM, H 'h' mm";
        return local.ToString(words, French);
    }

    public static string Channel(string? code) => code switch { "web" => "Site web", "phone" => "Téléphone", "sms" => "SMS", null => "Non indiqué", _ => code };

    public static string Language(string? code) => code is null ? "Non indiquée" : FrenchWords.Language(code);

    public static string Cause(LedgerCause cause) => cause switch
    {
        LedgerCause.RowMissing => "Demande inscrite au journal et absente du compte",
        LedgerCause.AskingMissing => "Demande comptée que le journal ne connaît pas",
        LedgerCause.StateDiffers => "L'état de la demande n'est pas celui du journal",
        LedgerCause.ReceiptDiffers => "Le récépissé de la demande n'est pas celui du journal",
        LedgerCause.OutOfReach => "Demande ouverte que rien ne retrouverait : sa date, sa fin ou son conseiller ne sont pas les bons",
        LedgerCause.ConversationDiffers => "La demande mène à une autre conversation que celle du journal",
        LedgerCause.TimesDiffer => "Les dates de la demande ne peuvent pas être celles du journal",
        LedgerCause.NeverPlayed => "Demande rangée parmi les exercices, alors qu'aucun exercice ne l'a faite",
        LedgerCause.RankDiffers => "Demande urgente rangée parmi les demandes ordinaires",
        LedgerCause.AnchorDiffers => "Le journal de la demande n'est plus celui qui a été écrit ou ancré, ou n'est plus là",
        _ => "Territoire, canal ou langue ne sont pas ceux du journal",
    };

    public static string Failure(FailedBy failedBy) => failedBy switch
    {
        FailedBy.Consumer => "Traitement impossible",
        FailedBy.NoConsumer => "Sorte de message inconnue",
        FailedBy.Returns => "Échecs répétés du service",
        FailedBy.Sending => "Envoi impossible",
        _ => "Demande gardée sur disque, illisible telle quelle",
    };

    public static string Territory(string? code) =>
        code is null ? "Non indiqué" : Departments.All.FirstOrDefault(d => d.Code == code) is { } found ? $"{found.Name} ({code})" : code;
}
