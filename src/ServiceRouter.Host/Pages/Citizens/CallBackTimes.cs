using System.Globalization;
using ServiceRouter.Channels;
using ServiceRouter.Platform.Time;
using ServiceRouter.Routing;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>The half-hours of <see cref="CallBackHours"/> that a form offers.</summary>
internal static class CallBackTimes
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    /// <summary>Days that still have a time, as form value and in words.</summary>
    /// <param name="territory">Whose clock it is; null: mainland France's.</param>
    /// <param name="now">The instant.</param>
    public static IReadOnlyList<(string Value, string Words)> Days(string? territory, DateTimeOffset now)
    {
        var local = CallBackHours.Local(territory, now);
        var today = DateOnly.FromDateTime(local);
        return [.. Enumerable.Range(TimeOnly.FromDateTime(local) < CallBackHours.Last ? 0 : 1, CallBackHours.DaysAhead)
            .Select(today.AddDays).Where(day => day.DayOfWeek != DayOfWeek.Sunday)
            .Select(day => (day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), FrenchDates.Day(day)))];
    }

    /// <summary>The same without the days on which no counsellor answers; all of them where that leaves none.</summary>
    public static IReadOnlyList<(string Value, string Words)> Days(string? territory, DateTimeOffset now, ServiceHours hours) =>
        Days(territory, now).Where(day => FirstTimeOf(day.Value, territory, now, hours) is not null).ToList() is { Count: > 0 } open ? open : Days(territory, now);

    /// <summary>
    /// That no counsellor answers at any of these times, and what helps then: overseas, where it is open in Paris only while it is night there, and while a closure lasts for a week. Null where one does.
    /// </summary>
    public static string? WhyNone(string? territory, DateTimeOffset now, ServiceHours hours)
    {
        if (Days(territory, now).Any(day => FirstTimeOf(day.Value, territory, now, hours) is not null)) return null;
        var (there, instead) = TerritoryTime.Overseas.TryGetValue(territory ?? "", out var place) ? ($", à l'heure de {place}", "Choisissez une heure de Paris, ou attendez") : ("", "Attendez");
        return $"Dans les {CallBackHours.DaysAhead} jours qui viennent, aucun conseiller ne répond entre {FrenchDates.Clock(CallBackHours.First)} et {FrenchDates.Clock(CallBackHours.Last)}{there}. "
            + $"{instead} votre tour dans la file : écrivez à un conseiller, ou téléphonez.";
    }

    /// <summary>Times of a day, as form value and in words.</summary>
    public static IReadOnlyList<(string Value, string Words)> Times { get; } =
        [.. Enumerable.Range(0, (int)((CallBackHours.Last - CallBackHours.First) / Step) + 1).Select(i => CallBackHours.First.Add(i * Step))
            .Select(time => (time.ToString("HH:mm", CultureInfo.InvariantCulture), FrenchDates.Clock(time)))];

    private static string? FirstTimeOf(string day, string? territory, DateTimeOffset now, ServiceHours hours) =>
        Times.Select(time => time.Value).FirstOrDefault(time => Read(day, time, territory, now) is { } at && hours.MayPromise(territory, at));

    /// <summary>The instant that a form chose; null when it is none of those offered, or past.</summary>
    public static DateTimeOffset? Read(string? day, string? time, string? territory, DateTimeOffset now)
    {
        // The days were listed before the place was chosen, on whose wall it may be another day.
        if (!Days(territory, now).Concat(Days(null, now)).Any(d => d.Value == day) || !Times.Any(t => t.Value == time)) return null;
        var at = CallBackHours.InstantOf(territory, DateTime.ParseExact($"{day} {time}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        return at > now ? at : null;
    }
}

/// <summary>The form of a call-back as it was filled in.</summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Receipt">Printed receipt of the request that is to become a call-back; null for a new one.</param>
/// <param name="Numero">Number typed.</param>
/// <param name="Jour">Day chosen; null or empty: as soon as possible.</param>
/// <param name="Heure">Time chosen; null or empty with the day.</param>
/// <param name="Lieu">Overseas territory whose clock it is; null: Paris'.</param>
/// <param name="Departement">Of the request, where it is known: its holidays count.</param>
/// <param name="Problem">Why it was not taken, in words.</param>
/// <param name="Wrong">What has to be corrected for it.</param>
public sealed record CallBackForm(
    string Action, string? Receipt = null, string? Numero = null, string? Jour = null, string? Heure = null, string? Lieu = null, string? Departement = null, string? Problem = null, CallBackField Wrong = CallBackField.None)
{
    /// <summary>Whose clock and holidays the moment goes by.</summary>
    public string? Territory => Lieu ?? Departement;
}

/// <summary>Which part of the form of a call-back is wrong: marked, so that nobody types a right number again.</summary>
public enum CallBackField
{
    /// <summary>None: it is the request that cannot be called back.</summary>
    None = 0,
    Number = 1,

    /// <summary>Day, time and place together.</summary>
    Moment = 2,
}
