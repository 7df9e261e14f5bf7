namespace ServiceRouter.Flows.Engine;

/// <summary>Reasons of a request that the engine itself gives; each has its label in <c>flows/skills.yaml</c>.</summary>
public static class FlowReasons
{
    /// <summary>The citizen asked for a person.</summary>
    public const string AskedForHuman = "demande_humain";

    /// <summary>Three answers in a row were not understood.</summary>
    public const string NotUnderstood = "incompris";
}
