using ServiceRouter.Platform.Time;
using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

/// <summary>Invented spaces: what matters is in the call.</summary>
internal static class SampleSpaces
{
    public const string Header = "id_fs,insee_dep,lib_fs,code_postal,lib_com,latitude,longitude,telephone,h_lundi,h_mardi,h_mercredi,"
        + "h_jeudi,h_vendredi,h_samedi,commentaire,format_fs,labellisation_fs";

    public static string Row(
        string id = "1", string department = "23", string name = "France services de Guéret", string postcode = "23000", string commune = "Guéret",
        string latitude = "46.17", string longitude = "1.87", string phone = "", string monday = "", string tuesday = "", string comment = "") =>
        $"{id},{department},{name},{postcode},{commune},{latitude},{longitude},{phone},{monday},{tuesday},,,,,\"{comment}\",Fixe,Espace labellisé 01/02/2020";

    public static SpacesReading Read(params string[] rows) =>
        SpacesCsv.Read(string.Join('\n', [Header, .. rows]), new DateOnly(2024, 8, 1));

    public static Space Open(
        string monday = "", string tuesday = "", string wednesday = "", string thursday = "", string friday = "", string saturday = "",
        string department = "75", SpaceFormat format = SpaceFormat.Fixed)
    {
        var days = new Dictionary<DayOfWeek, IReadOnlyList<OpenRange>>();
        foreach (var (day, text) in new[]
        {
            (DayOfWeek.Monday, monday), (DayOfWeek.Tuesday, tuesday), (DayOfWeek.Wednesday, wednesday), (DayOfWeek.Thursday, thursday),
            (DayOfWeek.Friday, friday), (DayOfWeek.Saturday, saturday),
        })
        {
            HoursText.TryRead(text, out var ranges).Should().BeTrue();
            days[day] = ranges;
        }

        return new Space(
            "1", department, "France services", "1 rue de la Paix", null, "75002", "Paris 2e", new Coordinates(48.87, 2.33), null,
            new WeekHours(days), false, null, format, new DateOnly(2024, 8, 1));
    }

    /// <summary>Open Monday to Friday with a lunch break.</summary>
    public static Space Ordinary(string department = "75", SpaceFormat format = SpaceFormat.Fixed)
    {
        const string Day = "09:00 - 12:00 / 13:30 - 17:00";
        return Open(Day, Day, Day, Day, Day, department: department, format: format);
    }

    /// <summary>A wall time in metropolitan France.</summary>
    public static DateTimeOffset InParis(int year, int month, int day, int hour, int minute = 0) =>
        TerritoryTime.InstantOf("75", new DateOnly(year, month, day), new TimeOnly(hour, minute));
}
