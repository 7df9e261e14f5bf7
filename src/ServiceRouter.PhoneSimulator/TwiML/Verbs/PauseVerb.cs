using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Silence.</summary>
internal static class PauseVerb
{
    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        foreach (var length in Prompt.Hear(leg, element))
            await leg.PassAsync(length);
        return null;
    }
}
