using System.Globalization;
using ServiceRouter.Exercises;

namespace ServiceRouter.Host.Exercises;

/// <summary>An exercise in French words.</summary>
internal static class ExerciseWords
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly TimeZoneInfo Paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public static string Kind(ExerciseKind kind) => kind switch
    {
        ExerciseKind.Model => "Assistant en panne",
        ExerciseKind.Broker => "Courtier de messages en panne",
        ExerciseKind.Database => "Base de données en panne",
        ExerciseKind.Node => "Nœud tué",
        ExerciseKind.Counsellor => "Conseiller perdu",
        _ => "Tous les exercices, l'un après l'autre",
    };

    public static string Does(ExerciseKind kind) => kind switch
    {
        ExerciseKind.Model => "l'assistant automatique ne comprend plus rien",
        ExerciseKind.Broker => "aucun message ne part entre les nœuds",
        ExerciseKind.Database => "la base de données ne répond plus, puis le courtier non plus",
        ExerciseKind.Node => "un nœud ajouté pour cela est tué avec des demandes dans son journal",
        ExerciseKind.Counsellor => "un conseiller se tait alors qu'il a un usager ; dure un peu plus que le bail",
        _ => "les cinq à la suite",
    };

    public static string Outcome(Exercise exercise, bool isBrokenOff) => isBrokenOff ? "Interrompu" : exercise.Outcome switch
    {
        null => "En cours",
        ExerciseOutcome.Kept => "Rien n'a été perdu",
        ExerciseOutcome.NotKept => exercise.ReadAccount() is { Agrees: true } ? "L'exercice ne s'est pas déroulé comme prévu" : "La promesse n'a pas tenu",
        _ => "Interrompu, fermé depuis",
    };

    public static string Verdict(string outcome, ExerciseAccount account) => outcome switch
    {
        nameof(ExerciseOutcome.Kept) => "Rien n'a été perdu : demandé = retrouvé.",
        nameof(ExerciseOutcome.BrokenOff) => "L'exercice a été interrompu.",
        nameof(ExerciseOutcome.NotKept) => account.Agrees ? "L'exercice ne s'est pas déroulé comme prévu : voir le déroulement." : "La promesse n'a pas tenu : voir les récépissés nommés ci-dessus.",
        _ => "L'exercice est en cours.",
    };

    public static string Account(ExerciseAccount a) =>
        $"Demandes : {a.Pressed}. Récépissés donnés : {a.Asked}. Retrouvées : {a.Accounted} = {a.Served} servies + {a.Withdrawn} retirées + {a.Unreachable} injoignables + {a.Open} ouvertes.";

    /// <summary>One sentence for each thing that does not agree.</summary>
    public static IEnumerable<string> Faults(ExerciseAccount a)
    {
        if (a.Pressed > a.Asked) yield return $"Usagers laissés sans récépissé : {a.Pressed - a.Asked}.";
        if (a.Missing.Count > 0) yield return $"Récépissés donnés et introuvables : {string.Join(", ", a.Missing)}.";
        if (a.Extra > 0) yield return $"Demandes que personne n'a faites : {a.Extra}.";
        if (a.LogDiffers.Count > 0) yield return $"Journal différent de l'état : {string.Join(", ", a.LogDiffers)}.";
    }

    /// <summary>What did not agree at the end and does now; null when there is nothing of the kind.</summary>
    public static string? Since(ExerciseAccount? atTheEnd, ExerciseAccount now) =>
        atTheEnd is { Missing.Count: > 0 } && atTheEnd.Missing.Count > now.Missing.Count
            ? $"Récépissés introuvables à la fin de l'exercice : {atTheEnd.Missing.Count}. Retrouvés depuis : {atTheEnd.Missing.Count - now.Missing.Count}."
            : atTheEnd is { Agrees: false } && now.Agrees ? $"À la fin de l'exercice : {string.Join(' ', Faults(atTheEnd))}" : null;

    /// <summary>One sentence for each message of it that no desk shows, whenever it failed.</summary>
    public static IEnumerable<string> FailedForGood(IEnumerable<PlayedMessageFailed> messages) =>
        messages.Select(m => $"Message de l'exercice en échec définitif à {Clock(m.At)} : {m.What}.");

    public static string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Paris).ToString("HH:mm:ss,f", French);

    public static string Door(string? door) => door switch
    {
        "Database" => "base de données",
        "Broker" => "courtier de messages",
        "Journal" => "journal du nœud",
        _ => "non vue",
    };

    public static string Milliseconds(long? span) => span switch
    {
        null => "non mesuré",
        < 1000 => $"{span} ms",
        _ => string.Create(French, $"{span / 1000.0:0.0} s"),
    };
}
