namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>A dated text about one situation, with its official source.</summary>
/// <param name="Id">Same as the name of its file.</param>
/// <param name="Title">What citizens read above it, in French.</param>
/// <param name="Source">Address of the official page, https.</param>
/// <param name="Read">The day the source was read.</param>
/// <param name="ReviewedBy">Who answers for the text.</param>
/// <param name="Procedures">The procedures it belongs to, the first one first; empty when it serves all.</param>
/// <param name="Passages">Its paragraphs in plain text; a list stands with the sentence that introduces it.</param>
public sealed record Fiche(
    string Id, string Title, Uri Source, DateOnly Read, string ReviewedBy, IReadOnlyList<string> Procedures, IReadOnlyList<string> Passages)
{
    /// <summary>The whole fiche in plain text.</summary>
    public string Text => string.Join("\n\n", Passages);
}

/// <summary>Why a fiche is not used. <paramref name="Line"/> counts from 1.</summary>
public sealed record FicheProblem(string File, int Line, string Reason)
{
    public override string ToString() => $"{File}:{Line}: {Reason}";
}
