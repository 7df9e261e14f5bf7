using System.Security.Claims;
using System.Text.Json;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Steering;

/// <summary>What is said of counsellors, for administrations that script it: the same as the pages under /pilotage/conseillers.</summary>
internal static class CounsellorsApi
{
    /// <summary>A counsellor in the list.</summary>
    /// <param name="Id">Account name.</param>
    /// <param name="Version">To be sent back with a PUT.</param>
    internal sealed record Listed(
        string Id, string FirstName, string LastName, string SpaceName, string Territory, string Quality, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages, string? Alias, int Version);

    /// <summary>A counsellor alone, with the reason of an alias.</summary>
    internal sealed record Whole(
        string Id, string FirstName, string LastName, string SpaceName, string Territory, string Quality, IReadOnlyList<string> Skills, IReadOnlyList<string> Languages, string? Alias, string? AliasReason, int Version);

    /// <summary>All that is to be said of a counsellor.</summary>
    /// <param name="Version">As it was read with what this replaces.</param>
    /// <param name="Territory">Département code; empty for none.</param>
    /// <param name="Skills">Ids of flows/skills.yaml.</param>
    /// <param name="Languages">Two letters each, French among them.</param>
    /// <param name="Alias">Shown to citizens in place of the name; absent: the name is shown.</param>
    /// <param name="AliasReason">Public security or the safety of persons (CRPA L.111-2); needed with an alias.</param>
    internal sealed record Wish(
        int? Version, string? SpaceName, string? Territory, string? Quality, IReadOnlyList<string>? Skills, IReadOnlyList<string>? Languages, string? Alias, string? AliasReason);

    /// <summary>That somebody changed what is said of a counsellor.</summary>
    /// <param name="Person">The manager's account.</param>
    /// <param name="CounsellorId">The counsellor's.</param>
    /// <param name="Fields">Which parts, by the names that they have here.</param>
    internal sealed record Change(DateTimeOffset At, string Person, string CounsellorId, IReadOnlyList<string> Fields);

    private static readonly Refusal Unknown = new(404, "counsellor-unknown", "Ce compte n'est pas enregistré comme conseiller.");
    private static readonly Refusal Incomplete = new(400, "counsellor-incomplete", "La fiche est à donner en entier : spaceName, territory (vide pour aucun), quality, skills et languages.");

    public static void Map(IEndpointRouteBuilder staff)
    {
        staff.MapGet("/counsellors", async (string? search, bool? withoutDepartment, ReadCounsellors read, CancellationToken ct) =>
                TypedResults.Ok(CounsellorSearch.Find(await read.AllAsync(ct), search, withoutDepartment ?? false).Select(ListedOf).ToList()))
            .WithName("SteeringCounsellors").WithSummary("Where counsellors work and what they know; by words of name, account, space or département");
        staff.MapGet("/counsellors.csv", async (string? search, bool? withoutDepartment, ReadCounsellors read, FlowShelf flows, CancellationToken ct) =>
                Results.File(CounsellorsCsv.Write(CounsellorSearch.Find(await read.AllAsync(ct), search, withoutDepartment ?? false), flows), "text/csv; charset=utf-8", "conseillers.csv"))
            .WithName("SteeringCounsellorsCsv").WithSummary("The same for a spreadsheet");
        staff.MapGet("/counsellors/{id}", async (string id, ReadCounsellors read, CancellationToken ct) =>
                await read.FindAsync(Account(id), ct) is { } found ? Results.Ok(WholeOf(found.Sheet)) : Refused(Unknown))
            .WithName("SteeringCounsellor").WithSummary("What is said of one counsellor").Produces<Whole>().ProducesProblem(StatusCodes.Status404NotFound);
        staff.MapPut("/counsellors/{id}", PutAsync)
            .WithName("DescribeCounsellor").WithSummary("Say where a counsellor works and what they know, all of it at once")
            .WithDescription("Offers that are made from then on follow it. Refused with 409 when somebody has changed it since the version sent was read. Wrong parts are named in errors.")
            .Produces<Whole>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        staff.MapGet("/counsellor-changes", async (ReadCounsellors read, CancellationToken ct) =>
                TypedResults.Ok((await read.ChangesAsync(ct)).Select(c => new Change(c.At, c.Person, c.CounsellorId, [.. c.Fields.Select(Name)])).ToList()))
            .WithName("SteeringCounsellorChanges").WithSummary("Who changed what is said of which counsellor, and when, newest first, at most 1,000; not what was said");
    }

    private static async Task<IResult> PutAsync(string id, Wish wish, ClaimsPrincipal person, DescribeCounsellor describe, ReadCounsellors read, CancellationToken ct)
    {
        if (wish is not { SpaceName: { } space, Territory: { } territory, Quality: { } quality, Skills: { } skills, Languages: { } languages })
            return Refused(Incomplete);
        var account = Account(id);
        var wanted = new CounsellorDescription(space, territory, quality, skills, languages, wish.Alias, wish.AliasReason);
        var described = await describe.RunAsync(account, wish.Version, wanted, person.FindFirstValue(ClaimTypes.NameIdentifier)!, ct);
        if (described.Refusal is { } refusal) return Refused(refusal);
        if (described.Faults is { Count: > 0 } faults) return Wrong(faults);
        return Results.Ok(WholeOf((await read.FindAsync(account, ct))!.Value.Sheet));
    }

    // The one character that routing leaves as it was sent.
    private static string Account(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static IResult Wrong(IReadOnlyList<DescriptionFault> faults) => Results.Problem(
        statusCode: StatusCodes.Status400BadRequest, title: faults[0].Text, type: "urn:service-router:counsellor-description",
        extensions: new Dictionary<string, object?> { ["errors"] = faults.GroupBy(f => Name(f.Field)).ToDictionary(g => g.Key, g => g.Select(f => f.Text).ToList()) });

    private static IResult Refused(Refusal refusal) => Results.Problem(statusCode: refusal.Status, title: refusal.Text, type: $"urn:service-router:{refusal.Code}");

    private static string Name(DescribedField field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());

    private static Listed ListedOf(CounsellorSheet c) =>
        new(c.Id, c.FirstName, c.LastName, c.Description.SpaceName, c.Description.Territory, c.Description.Quality, c.Description.Skills, c.Description.Languages, c.Description.Alias, c.Version);

    private static Whole WholeOf(CounsellorSheet c) =>
        new(c.Id, c.FirstName, c.LastName, c.Description.SpaceName, c.Description.Territory, c.Description.Quality, c.Description.Skills, c.Description.Languages, c.Description.Alias, c.Description.AliasReason, c.Version);
}
