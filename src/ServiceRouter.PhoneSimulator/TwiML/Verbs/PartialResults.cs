using ServiceRouter.PhoneSimulator.Calls;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>What the recognition has understood so far, told while a person speaks; the answer steers nothing.</summary>
internal sealed class PartialResults(CallLeg leg, TwimlElement gather)
{
    private int sequence;

    public void Tell(string speech)
    {
        if (gather.AskAt("partialResultCallback", "partialResultCallbackMethod",
            ("UnstableSpeechResult", speech), ("StableSpeechResult", ""), ("Stability", "0.5"), ("SequenceNumber", Parameters.Number(sequence++))) is { } ask)
            LegFlow.Tell(leg, ask);
    }
}
