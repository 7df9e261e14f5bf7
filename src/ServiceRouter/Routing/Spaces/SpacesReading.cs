namespace ServiceRouter.Routing.Spaces;

/// <summary>What reading a list of spaces gave. Either <see cref="Refusal"/> says why it is no such list, or the spaces are there.</summary>
/// <param name="Spaces">The rows that were understood, in the order of the file.</param>
/// <param name="Problems">The rows that were left out.</param>
/// <param name="MissingColumns">Known columns that this version of the list does not have; what they would say is treated as empty.</param>
/// <param name="ListDate">Date of the list.</param>
/// <param name="Refusal">Null, or the reason why nothing was loaded.</param>
public sealed record SpacesReading(
    IReadOnlyList<Space> Spaces,
    IReadOnlyList<RowProblem> Problems,
    IReadOnlyList<string> MissingColumns,
    DateOnly ListDate,
    string? Refusal)
{
    internal static SpacesReading Refused(string reason) => new([], [], [], default, reason);
}

/// <summary>A row that could not be used.</summary>
/// <param name="Line">Line of the file at which the row begins, from 1.</param>
public sealed record RowProblem(int Line, string Reason);
