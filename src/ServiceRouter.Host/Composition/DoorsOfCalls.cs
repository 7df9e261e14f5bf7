using ServiceRouter.Channels.Doors;

namespace ServiceRouter.Host.Composition;

/// <summary>
/// A caller presses 0 while servers hang: all three doors are waited for, one after the other, and the provider ends the call when it has no answer after 15 s, in which it asks twice (docs/adr/0023).
/// With times that are each allowed, somebody would press 0 and hear that an application error has occurred.
/// </summary>
internal static class DoorsOfCalls
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(6);

    public static IEnumerable<string> Faults(IConfiguration settings)
    {
        if (string.IsNullOrEmpty(settings["Twilio:AccountSid"])) yield break;
        var usual = new DoorsOptions();
        var all = settings.GetValue("Doors:DatabaseTimeout", usual.DatabaseTimeout) + settings.GetValue("Doors:BrokerTimeout", usual.BrokerTimeout) + settings.GetValue("Doors:JournalTimeout", usual.JournalTimeout);
        if (all > Most)
            yield return $"Doors:DatabaseTimeout, Doors:BrokerTimeout and Doors:JournalTimeout are {all.TotalSeconds:0.#} s together, and must be at most {Most.TotalSeconds:0} s where Twilio:AccountSid is set: a caller who asks for a person in an outage would have no answer in time.";
    }
}
