using ServiceRouter.Desk;
using ServiceRouter.Dialogue;

namespace ServiceRouter.Host.Steering;

/// <summary>What is said of a counsellor, in the words of managers.</summary>
internal static class CounsellorWords
{
    /// <summary>In the order of the list of skills; what is no longer in it comes last, by its id.</summary>
    public static string Skills(IEnumerable<string> ids, FlowShelf flows) => string.Join(", ", InOrder(ids, flows.Library.Skills).Select(id => flows.Library.Skills.GetValueOrDefault(id, id)));

    public static string Languages(IEnumerable<string> codes) => string.Join(", ", InOrder(codes, FrenchWords.Languages).Select(FrenchWords.Language));

    public static string Territory(string code) => code.Length == 0 ? "Aucun" : SteeringWords.Territory(code);

    /// <summary>One part of a description; "aucun" where nothing is said.</summary>
    public static string Value(CounsellorDescription of, DescribedField field, FlowShelf flows) => field switch
    {
        DescribedField.SpaceName => of.SpaceName,
        DescribedField.Territory => Territory(of.Territory),
        DescribedField.Quality => of.Quality,
        DescribedField.Skills => Skills(of.Skills, flows) is { Length: > 0 } skills ? skills : "aucune",
        DescribedField.Languages => Languages(of.Languages) is { Length: > 0 } languages ? languages : "aucune",
        DescribedField.Alias => of.Alias ?? "aucun",
        _ => of.AliasReason ?? "aucun",
    };

    private static IEnumerable<string> InOrder(IEnumerable<string> ids, IReadOnlyDictionary<string, string> list)
    {
        var held = ids.ToList();
        return [.. list.Keys.Where(held.Contains), .. held.Where(id => !list.ContainsKey(id))];
    }
}
