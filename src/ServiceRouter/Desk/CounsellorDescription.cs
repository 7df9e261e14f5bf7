namespace ServiceRouter.Desk;

/// <summary>What managers say of a counsellor: where they work, what they know, and the name that citizens see in place of theirs. It stands in the counsellor's row.</summary>
/// <param name="SpaceName">Name of the France services space.</param>
/// <param name="Territory">Département code of the space; empty: none.</param>
/// <param name="Quality">Shown to the citizen (CRPA L.111-2).</param>
/// <param name="Skills">Ids of flows/skills.yaml.</param>
/// <param name="Languages">Two letters each; French is one of them.</param>
/// <param name="Alias">Shown in place of the name; null: the name is shown.</param>
/// <param name="AliasReason">Why, for managers only; null without an alias.</param>
public sealed record CounsellorDescription(
    string SpaceName, string Territory, string Quality, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages, string? Alias, string? AliasReason)
{
    internal static CounsellorDescription Of(Counsellor counsellor) => new(
        counsellor.SpaceName, counsellor.Territory, counsellor.Quality, counsellor.Skills, counsellor.Languages, counsellor.Alias, counsellor.AliasReason);

    /// <summary>What is said otherwise there, in the order of the form.</summary>
    public IReadOnlyList<DescribedField> DifferencesTo(CounsellorDescription other)
    {
        (DescribedField Field, bool Same)[] fields =
        [
            (DescribedField.SpaceName, SpaceName == other.SpaceName),
            (DescribedField.Territory, Territory == other.Territory),
            (DescribedField.Quality, Quality == other.Quality),
            (DescribedField.Skills, Skills.ToHashSet().SetEquals(other.Skills)),
            (DescribedField.Languages, Languages.ToHashSet().SetEquals(other.Languages)),
            (DescribedField.Alias, Alias == other.Alias),
            (DescribedField.AliasReason, AliasReason == other.AliasReason),
        ];
        return [.. fields.Where(f => !f.Same).Select(f => f.Field)];
    }

    internal void WriteTo(Counsellor counsellor)
    {
        (counsellor.SpaceName, counsellor.Territory, counsellor.Quality) = (SpaceName, Territory, Quality);
        (counsellor.Skills, counsellor.Languages) = ([.. Skills], [.. Languages]);
        (counsellor.Alias, counsellor.AliasReason) = (Alias, AliasReason);
    }
}

/// <summary>A part of a counsellor's description. Stored by name.</summary>
public enum DescribedField
{
    SpaceName,
    Territory,
    Quality,
    Skills,
    Languages,
    Alias,
    AliasReason,
}
