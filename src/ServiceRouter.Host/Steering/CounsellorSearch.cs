using System.Globalization;
using ServiceRouter.Desk;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Host.Steering;

/// <summary>Counsellors as people look for them: by family name, and by any of their words, with or without accents.</summary>
internal static class CounsellorSearch
{
    private const CompareOptions Loosely = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;
    private static readonly CompareInfo French = FrenchCsv.Culture.CompareInfo;
    private static readonly char[] Between = [' ', '\u00a0', '\t', '-', '\'', '’', ',', '(', ')'];

    /// <param name="all">In any order.</param>
    /// <param name="wanted">Words that all have to be found in name, account, space or département; its code stands alone. Empty: everybody.</param>
    /// <param name="withoutDepartment">Only those of whom no département is known.</param>
    public static IReadOnlyList<CounsellorSheet> Find(IEnumerable<CounsellorSheet> all, string? wanted, bool withoutDepartment)
    {
        var words = (wanted ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. all.Where(c => (!withoutDepartment || !HasDepartment(c)) && words.All(word => IsIn(word, c)))
                .OrderBy(c => c.LastName, Comparer).ThenBy(c => c.FirstName, Comparer).ThenBy(c => c.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>A provider's claim may have named none, or in words that are no code: then nobody's département is theirs.</summary>
    public static bool HasDepartment(CounsellorSheet one) => Departments.Find(one.Description.Territory)?.Code == one.Description.Territory;

    private static StringComparer Comparer { get; } = StringComparer.Create(FrenchCsv.Culture, Loosely);

    private static bool IsIn(string word, CounsellorSheet one)
    {
        var (said, department) = (one.Description, Departments.Find(one.Description.Territory));
        if (department is not null && string.Equals(department.Code, word, StringComparison.OrdinalIgnoreCase)) return true;
        return ((string?[])[one.FirstName, one.LastName, said.Alias, said.SpaceName, department?.Name ?? said.Territory, one.Id])
            .Any(text => text is not null && French.IndexOf(text, word, Loosely) >= 0);
    }
}
