namespace ServiceRouter.Routing.Spaces;

/// <summary>Which list of France services spaces is used; section <c>Spaces</c>.</summary>
public sealed class SpacesOptions
{
    public const string Section = "Spaces";

    /// <summary>A list to use instead of the imported and the shipped one (CSV, UTF-8); none: the last one imported, else the shipped one.</summary>
    public string? File { get; set; }
}
