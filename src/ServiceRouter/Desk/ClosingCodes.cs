namespace ServiceRouter.Desk;

/// <summary>How a counsellor codes an ending: few, and about what was done, never about the person.</summary>
public static class ClosingCodes
{
    /// <summary>Code and French label, in the order shown.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["information"] = "Information donnée",
        ["accompagnement"] = "Démarche accompagnée",
        ["orientation"] = "Orientation vers l'organisme compétent",
        ["rendez_vous"] = "Rendez-vous pris",
        ["transmis"] = "Dossier transmis à l'opérateur",
        ["hors_champ"] = "Hors du champ de France services",
        ["sans_reponse"] = "Usager injoignable",
    };
}
