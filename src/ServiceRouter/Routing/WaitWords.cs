using ServiceRouter.Platform;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Routing;

/// <summary>Place and wait, said honestly; the same words on every channel.</summary>
public static class WaitWords
{
    private const int Hours = 120;

    /// <summary>Nothing for a request that is not in the queue.</summary>
    public static IReadOnlyList<string> Of(QueuePlace? place, string language) => place switch
    {
        null => [],
        // Nobody is there, and the wait of those before tells nothing of it.
        { CounsellorsOnLine: 0, BackAt: { } back } => [Place(place.Place, language), Texts.Say("CounsellorsBackFrom", language, MomentInWords.Of(back, place.Territory, language))],
        // "The next person" of nobody is no news.
        { CounsellorsOnLine: 0 } => place.Place == 1 ? [Texts.Say("NoCounsellorOnLine", language)] : [Texts.Say("NoCounsellorOnLine", language), Place(place.Place, language)],
        // Minutes are told of an hour in which somebody answers.
        { End: { } end } => [Place(place.Place, language), .. place.Wait is null ? [Wait(null, language)] : (string[])[], Until(end, place.Territory, language), OnLine(place.CounsellorsOnLine, language)],
        _ => [Place(place.Place, language), Wait(place.Wait, language), OnLine(place.CounsellorsOnLine, language)],
    };

    private static string Place(int place, string language) => place == 1 ? Texts.Say("PlaceNext", language) : Texts.Say("PlaceNumber", language, place);

    private static string Until(EndOfOpening end, string? territory, string language) =>
        Texts.Say("CounsellorsUntil", language, MomentInWords.Clock(end.At, territory, language), MomentInWords.Of(end.BackAt, territory, language));

    private static string OnLine(int counsellors, string language) => counsellors switch
    {
        1 => Texts.Say("OneCounsellorOnLine", language),
        _ => Texts.Say("CounsellorsOnLine", language, counsellors),
    };

    private static string Wait(WaitRange? wait, string language) => wait switch
    {
        null => Texts.Say("WaitUnknown", language),
        { FromMinutes: 0, ToMinutes: 1 } => Texts.Say("WaitUnderMinute", language),
        { FromMinutes: 0 } => Texts.Say("WaitUnder", language, wait.ToMinutes),
        { FromMinutes: >= Hours } => Texts.Say("WaitOverHours", language, wait.FromMinutes / 60),
        _ => Texts.Say("WaitBetween", language, wait.FromMinutes, wait.ToMinutes),
    };
}
