namespace ServiceRouter.Flows.Engine;

/// <summary>Skills that the service itself asks for.</summary>
public static class Skills
{
    /// <summary>Whoever can help with anything: of a request whose subject is not known.</summary>
    public const string General = "general";
}
