namespace ServiceRouter.Desk;

/// <summary>The parts of a counsellor's description, and who changed them, in French.</summary>
public static class DescriptionWords
{
    public static string Field(DescribedField field) => field switch
    {
        DescribedField.SpaceName => "espace",
        DescribedField.Territory => "département",
        DescribedField.Quality => "qualité",
        DescribedField.Skills => "compétences",
        DescribedField.Languages => "langues",
        DescribedField.Alias => "nom d'emprunt",
        _ => "motif du nom d'emprunt",
    };

    /// <summary>"département, compétences".</summary>
    public static string Fields(IEnumerable<DescribedField> fields) => string.Join(", ", fields.Order().Select(Field));

    /// <summary>Who was first, and what is otherwise for it.</summary>
    internal static string ChangedBy(IReadOnlyCollection<CounsellorChange> unseen)
    {
        var people = unseen.OrderBy(c => c.Version).Select(c => c.Person).Distinct().ToList();
        var what = Fields(unseen.SelectMany(c => c.Fields).Distinct().Select(Enum.Parse<DescribedField>));
        return $"{string.Join(" et ", people)} {(people.Count > 1 ? "ont" : "a")} changé cette fiche depuis que vous l'avez ouverte ({what}). Rien de votre envoi n'a été enregistré.";
    }
}
