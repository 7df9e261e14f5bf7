namespace ServiceRouter.Routing.Spaces;

/// <summary>Section <c>Spaces</c> of the configuration.</summary>
public sealed class SpacesOptions
{
    public const string Section = "Spaces";

    /// <summary>A list to use instead of the imported and the shipped one (CSV, UTF-8); null: the last one imported, else the shipped one.</summary>
    public string? File { get; set; }
}
