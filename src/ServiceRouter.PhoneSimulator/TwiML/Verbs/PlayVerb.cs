using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Plays a sound that must be there; it is fetched without the parameters of the call.</summary>
internal static class PlayVerb
{
    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        if (element.Text.Length > 0)
            Fetch(leg, element.Absolute(element.Text));
        foreach (var length in Prompt.Hear(leg, element))
            await leg.PassAsync(length);
        return null;
    }

    /// <summary>A sound that is missing is a fault, and the call goes on without it.</summary>
    public static void Fetch(CallLeg leg, string url) => leg.Network.Activity.Run(async () =>
    {
        try
        {
            await leg.Network.Webhooks.SendAsync(new(url, "GET", [], leg.Cookies));
        }
        catch (WebhookFailure failure) when (failure.Code != 11750)
        {
            leg.Network.Report(leg, failure.Code, failure.Message, failure.Url);
        }
        catch (WebhookFailure)
        {
            // A sound may be larger than a document.
        }
    });
}
