using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>Speaks; nobody listens meanwhile.</summary>
internal static class SayVerb
{
    public static async Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        foreach (var length in Prompt.Hear(leg, element))
            await leg.PassAsync(length);
        return null;
    }
}
