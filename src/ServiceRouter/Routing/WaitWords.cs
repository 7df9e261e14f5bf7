using ServiceRouter.Platform;

namespace ServiceRouter.Routing;

/// <summary>Place and wait, said honestly; the same words on every channel.</summary>
public static class WaitWords
{
    private const int Hours = 120;

    /// <summary>Nothing for a request that is not in the queue.</summary>
    public static IReadOnlyList<string> Of(QueuePlace? place, string language) => place is null ? [] :
    [
        place.Place == 1 ? Texts.Say("PlaceNext", language) : Texts.Say("PlaceNumber", language, place.Place),
        Wait(place.Wait, language),
        place.CounsellorsOnLine switch
        {
            0 => Texts.Say("NoCounsellorOnLine", language),
            1 => Texts.Say("OneCounsellorOnLine", language),
            var count => Texts.Say("CounsellorsOnLine", language, count),
        },
    ];

    private static string Wait(WaitRange? wait, string language) => wait switch
    {
        null => Texts.Say("WaitUnknown", language),
        { FromMinutes: 0, ToMinutes: 1 } => Texts.Say("WaitUnderMinute", language),
        { FromMinutes: 0 } => Texts.Say("WaitUnder", language, wait.ToMinutes),
        { FromMinutes: >= Hours } => Texts.Say("WaitOverHours", language, wait.FromMinutes / 60),
        _ => Texts.Say("WaitBetween", language, wait.FromMinutes, wait.ToMinutes),
    };
}
