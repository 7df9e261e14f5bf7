namespace ServiceRouter.Flows.Engine;

/// <summary>Reasons of a request that no flow names, since the engine and the service give them by themselves; each has its label in <c>flows/skills.yaml</c>.</summary>
public static class Reasons
{
    /// <summary>The citizen asked for a person.</summary>
    public const string AskedForHuman = "demande_humain";

    /// <summary>The citizen wants no automatic message.</summary>
    public const string PrefersHuman = "prefere_humain";

    /// <summary>The citizen wants to be called.</summary>
    public const string CallBack = "rappel";

    /// <summary>Danger was heard.</summary>
    public const string Distress = "detresse";

    /// <summary>Three answers in a row were not understood.</summary>
    public const string NotUnderstood = "incompris";

    /// <summary>The assistant failed, so that nothing could be understood.</summary>
    public const string AssistantFailed = "assistant_en_panne";

    /// <summary>Flows and fiches know no word of what was said.</summary>
    public const string OtherLanguage = "autre_langue";

    internal static IReadOnlyList<string> OfEveryFlow { get; } = [AskedForHuman, NotUnderstood];

    internal static IReadOnlyList<string> All { get; } = [AskedForHuman, PrefersHuman, CallBack, Distress, NotUnderstood, AssistantFailed, OtherLanguage];
}
