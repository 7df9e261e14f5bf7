using ServiceRouter.Contracts.Handoffs;

namespace ServiceRouter.Desk;

/// <summary>How a counsellor codes an ending: few, and about what was done, never about the person.</summary>
public static class ClosingCodes
{
    /// <summary>In the order shown.</summary>
    public static IReadOnlyList<ClosingCode> All { get; } =
    [
        new("information", "Information donnée", HandoffOutcome.Served),
        new("accompagnement", "Démarche accompagnée", HandoffOutcome.Served),
        new("orientation", "Orientation vers l'organisme compétent", HandoffOutcome.Served),
        new("rendez_vous", "Rendez-vous pris", HandoffOutcome.Served),
        new("transmis", "Dossier transmis à l'opérateur", HandoffOutcome.Served),
        new("hors_champ", "Hors du champ de France services", HandoffOutcome.Served),
        new("sans_reponse", "Usager injoignable", HandoffOutcome.Unreachable),
    ];

    /// <returns>Null for a code that is none.</returns>
    public static ClosingCode? Find(string? id) => All.FirstOrDefault(code => code.Id == id);
}

/// <param name="Id">As it is stored and recorded in the log.</param>
/// <param name="Label">In French.</param>
/// <param name="Outcome">The only ending that it may be the code of: what the log says of both can never be corrected.</param>
public sealed record ClosingCode(string Id, string Label, HandoffOutcome Outcome);
