using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.TwiML.Verbs;

/// <summary>No sound of a person may be kept: this network records nothing and says that it was asked to.</summary>
internal static class RecordVerb
{
    public const string Refused = "this network keeps no sound of anybody: the service must not record";

    /// <summary>Not a code of the provider: no real account has this rule.</summary>
    public const int Code = 0;

    public static Task<Step?> RunAsync(CallLeg leg, TwimlElement element)
    {
        Refuse(leg, "<Record>", element.DocumentUrl);
        return Task.FromResult<Step?>(null);
    }

    public static void Refuse(CallLeg leg, string what, string? url) => leg.Network.Report(leg, Code, $"{what}: {Refused}", url ?? "");
}
