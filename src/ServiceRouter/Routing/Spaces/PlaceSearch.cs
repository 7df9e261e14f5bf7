using System.Globalization;
using System.Text.RegularExpressions;
using ServiceRouter.Platform;

namespace ServiceRouter.Routing.Spaces;

/// <summary>What a place typed by a citizen can mean.</summary>
public abstract record PlaceFound
{
    private PlaceFound()
    {
    }

    /// <summary>Five digits stood in the text; whether they are a real postcode is for <see cref="SpaceDirectory.Nearest(string, int)"/>.</summary>
    public sealed record ByPostcode(string Postcode) : PlaceFound;

    /// <summary>One commune of the list.</summary>
    public sealed record OneCommune(Commune Commune) : PlaceFound;

    /// <summary>Several communes of the list: the same name in several départements, or names that begin so.</summary>
    public sealed record SeveralCommunes(IReadOnlyList<Commune> Communes) : PlaceFound;

    /// <summary>A département, by name or code.</summary>
    public sealed record WholeDepartment(Department Department) : PlaceFound;

    /// <summary>Nothing of the list has this name.</summary>
    public sealed record Nothing : PlaceFound;
}

internal static partial class PlaceSearch
{
    private const int MaxSuggestions = 20;
    private const int LettersForSuggestions = 3;

    public static PlaceFound In(SpaceIndex index, string typed)
    {
        string text = WithPlainDigits(PlainText.Of(typed));
        string compact = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter != '.'));
        if (Departments.IsPostcode(compact))
            return new PlaceFound.ByPostcode(compact);
        if (FiveDigits().Match(text) is { Success: true } postcode)
            return new PlaceFound.ByPostcode(postcode.Value);
        if (Departments.Find(compact) is { } byCode)
            return new PlaceFound.WholeDepartment(byCode);

        if (DepartmentAtEnd().Match(text) is { Success: true } atEnd && Departments.Find(atEnd.Groups["code"].Value) is { } department)
        {
            // "Paris 12" is not in Aveyron: when the commune is not in that département, the number meant something else.
            var there = ByName(index, PlaceName.Fold(text[..atEnd.Index]), department.Code);
            if (there is not PlaceFound.Nothing)
                return there;
        }

        return DistrictPostcode(text) is { } district
            ? new PlaceFound.ByPostcode(district)
            : ByName(index, PlaceName.Fold(text), departmentCode: null);
    }

    // A keyboard of another script has digits of its own.
    private static string WithPlainDigits(string text) => string.Concat(text.Select(sign => char.IsDigit(sign) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(sign)) : sign));

    private static string? DistrictPostcode(string text)
    {
        var match = District().Match(PlaceName.Fold(text));
        if (!match.Success)
            return null;

        int number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        var (start, districts) = match.Groups["city"].Value switch
        {
            "paris" => (75000, 20),
            "lyon" => (69000, 9),
            _ => (13000, 16),
        };
        return number >= 1 && number <= districts ? (start + number).ToString(CultureInfo.InvariantCulture) : null;
    }

    private static PlaceFound ByName(SpaceIndex index, string name, string? departmentCode)
    {
        var candidates = index.Communes.Where(commune => departmentCode is null || commune.Department.Code == departmentCode).ToList();
        var communes = candidates.Where(commune => commune.FoldedName == name).ToList();
        if (communes.Count == 0 && departmentCode is null && Departments.All.FirstOrDefault(department => PlaceName.Fold(department.Name) == name) is { } whole)
            return new PlaceFound.WholeDepartment(whole);
        if (communes.Count == 0 && TownsWithoutSpace.PostcodeOf(name) is { } postcode
            && (departmentCode is null || Departments.OfPostcode(postcode)?.Code == departmentCode))
            return new PlaceFound.ByPostcode(postcode);
        if (communes.Count == 0 && name.Length >= LettersForSuggestions)
            communes = [.. candidates.Where(commune => commune.FoldedName.StartsWith(name, StringComparison.Ordinal)).Take(MaxSuggestions)];

        return communes.Count switch
        {
            0 => new PlaceFound.Nothing(),
            1 => new PlaceFound.OneCommune(communes[0]),
            _ => new PlaceFound.SeveralCommunes(communes),
        };
    }

    [GeneratedRegex(@"(?<!\d)\d{5}(?!\d)")]
    private static partial Regex FiveDigits();

    [GeneratedRegex(@"[\s(]+(?<code>2[ABab]|\d{2,3})\)?\s*$")]
    private static partial Regex DepartmentAtEnd();

    [GeneratedRegex(@"^(?<city>paris|lyon|marseille) (?<number>\d{1,2}) ?(er|e|eme)?( arrondissement)?$")]
    private static partial Regex District();
}
