using System.Globalization;

namespace ServiceRouter.Platform.Time;

/// <summary>
/// A moment to come as a citizen is told of it: on the clock of their own territory, and with whose clock it is where that could be doubted
/// (docs/adr/0049). Its spaces are plain ones: it is also spoken and sent as a text message.
/// </summary>
public static class MomentInWords
{
    /// <summary>"mardi 1er décembre à 14 h 30"; "(heure de La Réunion)" follows overseas, and "(heure de Paris)" where no territory is known.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="territory">Département code of the citizen, or null.</param>
    /// <param name="language">Two-letter language.</param>
    public static string Of(DateTimeOffset at, string? territory, string language) =>
        TerritoryTime.DoubtedPlace(territory) is { } place ? Texts.Say("MomentThere", language, Bare(at, territory, language), place) : Bare(at, territory, language);

    /// <summary>The same without whose clock it is, for where each sign counts.</summary>
    /// <inheritdoc cref="Of"/>
    public static string Bare(DateTimeOffset at, string? territory, string language)
    {
        var wall = TerritoryTime.Local(territory, at);
        return language == "fr" ? FrenchDates.Moment(wall).Replace(FrenchDates.NoBreak, " ", StringComparison.Ordinal) : wall.ToString("f", CultureInfo.GetCultureInfo(language));
    }

    /// <summary>Only the time of day, "17 h 00", beside a moment that says whose clock it is.</summary>
    /// <inheritdoc cref="Of"/>
    public static string Clock(DateTimeOffset at, string? territory, string language)
    {
        var wall = TerritoryTime.Local(territory, at);
        return language == "fr" ? FrenchDates.Clock(TimeOnly.FromTimeSpan(wall.TimeOfDay)).Replace(FrenchDates.NoBreak, " ", StringComparison.Ordinal) : wall.ToString("t", CultureInfo.GetCultureInfo(language));
    }
}
