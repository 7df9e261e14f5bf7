using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CsvHelper;

namespace ServiceRouter.Routing.Spaces;

/// <summary>One row of the list as it is written, and its reading as a <see cref="Space"/>.</summary>
internal sealed record SpaceRow(int Line, IReadOnlyDictionary<string, string> Values)
{
    // h_dimanche is in no list so far; the day it comes, it is read.
    public static readonly (string Column, DayOfWeek Day)[] DayColumns =
    [
        ("h_lundi", DayOfWeek.Monday), ("h_mardi", DayOfWeek.Tuesday), ("h_mercredi", DayOfWeek.Wednesday), ("h_jeudi", DayOfWeek.Thursday),
        ("h_vendredi", DayOfWeek.Friday), ("h_samedi", DayOfWeek.Saturday), ("h_dimanche", DayOfWeek.Sunday),
    ];

    public static IEnumerable<string> PublishedDayColumns => DayColumns.Where(day => day.Day != DayOfWeek.Sunday).Select(day => day.Column);

    public string Label => this["labellisation_fs"];

    private string this[string column] => Values.GetValueOrDefault(column, "");

    public static SpaceRow Of(CsvReader csv)
    {
        var values = new Dictionary<string, string>();
        for (int i = 0; i < csv.Headers.Count; i++)
            values[csv.Headers[i].Trim().ToLowerInvariant()] = csv.GetString(i);
        return new SpaceRow((int)csv.LineNumber, values);
    }

    public bool TryUnderstand(DateOnly listDate, [NotNullWhen(true)] out Space? space, out string reason)
    {
        space = null;
        reason = WhyNotASpace() ?? "";
        if (reason.Length > 0 || !TryHours(out var hours, out reason) || !TryLocation(out var location, out reason))
            return false;

        space = new Space(
            this["id_fs"].Trim(),
            Departments.Find(this["insee_dep"])!.Code,
            PublishedText.OneLine(this["lib_fs"]) ?? "",
            PublishedText.OneLine(this["adresse"]) ?? "",
            PublishedText.OneLine(this["complement_adresse"]),
            this["code_postal"].Trim(),
            PublishedText.OneLine(this["lib_com"]) ?? "",
            location,
            FreePhone.Offerable(this["telephone"]),
            hours,
            this["prise_rdv"].Trim().Equals("oui", StringComparison.OrdinalIgnoreCase),
            PublishedText.OneLine(this["commentaire"]),
            FormatOf(this["format_fs"].Trim()),
            listDate);
        return true;
    }

    private string? WhyNotASpace()
    {
        foreach (string column in (string[])["id_fs", "lib_fs", "lib_com"])
        {
            if (string.IsNullOrWhiteSpace(this[column]))
                return $"{column} is empty";
        }

        if (!Departments.IsPostcode(this["code_postal"].Trim()))
            return $"code_postal \"{this["code_postal"]}\" is not five digits";
        return Departments.Find(this["insee_dep"]) is null ? $"insee_dep \"{this["insee_dep"]}\" is no département" : null;
    }

    private bool TryHours([NotNullWhen(true)] out WeekHours? hours, out string reason)
    {
        hours = null;
        reason = "";
        var days = new Dictionary<DayOfWeek, IReadOnlyList<OpenRange>>();
        foreach (var (column, day) in DayColumns)
        {
            if (!HoursText.TryRead(this[column], out var ranges))
            {
                reason = $"{column} \"{this[column]}\" is not HH:MM - HH:MM";
                return false;
            }

            days[day] = ranges;
        }

        hours = new WeekHours(days);
        return true;
    }

    private bool TryLocation(out Coordinates location, out string reason)
    {
        location = default;
        reason = "latitude and longitude are not a place on earth";
        if (!TryDegrees(this["latitude"], out double latitude) || !TryDegrees(this["longitude"], out double longitude))
            return false;

        location = new Coordinates(latitude, longitude);
        return location.IsOnEarth && location != default;
    }

    // A list that went through a French spreadsheet has decimal commas.
    private static bool TryDegrees(string text, out double degrees) =>
        double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out degrees);

    private static SpaceFormat FormatOf(string text) => text switch
    {
        "Fixe" => SpaceFormat.Fixed,
        "Multisites" => SpaceFormat.MultipleSites,
        "Bus_équivalent" => SpaceFormat.Bus,
        "Fixe_antenne(s)" => SpaceFormat.FixedWithBranches,
        "Itinérante" => SpaceFormat.Itinerant,
        _ => SpaceFormat.Unknown,
    };
}
