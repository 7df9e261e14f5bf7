using Microsoft.AspNetCore.Mvc;
using ServiceRouter.Desk;

namespace ServiceRouter.Host.Pages.Steering;

/// <summary>The form of a counsellor's description as it is shown and sent.</summary>
public sealed record SheetForm
{
    public const string French = "fr";

    [FromForm(Name = "version")]
    public int? Version { get; init; }

    [FromForm(Name = "espace")]
    public string? SpaceName { get; init; }

    [FromForm(Name = "departement")]
    public string? Territory { get; init; }

    [FromForm(Name = "qualite")]
    public string? Quality { get; init; }

    [FromForm(Name = "competences")]
    public string[] Skills { get; init; } = [];

    /// <summary>Without French, which every counsellor speaks and the form does not ask.</summary>
    [FromForm(Name = "langues")]
    public string[] Languages { get; init; } = [];

    [FromForm(Name = "nom-d-emprunt")]
    public string? Alias { get; init; }

    [FromForm(Name = "motif")]
    public string? AliasReason { get; init; }

    public CounsellorDescription Said => new(SpaceName ?? "", Territory ?? "", Quality ?? "", Skills ?? [], [French, .. Languages ?? []], Alias, AliasReason);

    public static SheetForm Of(CounsellorSheet sheet) => new()
    {
        Version = sheet.Version, SpaceName = sheet.Description.SpaceName, Territory = sheet.Description.Territory, Quality = sheet.Description.Quality,
        Skills = [.. sheet.Description.Skills], Languages = [.. sheet.Description.Languages.Where(code => code != French)], Alias = sheet.Description.Alias, AliasReason = sheet.Description.AliasReason,
    };
}
