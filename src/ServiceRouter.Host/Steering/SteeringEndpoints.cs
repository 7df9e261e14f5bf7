using System.Globalization;
using System.Security.Claims;
using Microsoft.Net.Http.Headers;
using ServiceRouter.Host.Limits;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;
using ServiceRouter.Steering.EqualAccess;

namespace ServiceRouter.Host.Steering;

/// <summary>The figures as JSON and CSV: public register, manager's figures.</summary>
internal static class SteeringEndpoints
{
    public static void MapSteering(this WebApplication app)
    {
        app.MapGet("/registre.json", async (ReadRegister register, HttpContext context, CancellationToken ct) =>
            {
                var figures = await register.RunAsync(ct);
                context.Response.Headers[HeaderNames.CacheControl] = $"public, max-age={(int)ReadRegister.Kept.TotalSeconds}";
                return TypedResults.Ok(figures);
            })
            .WithName("PublicRegister").WithSummary("The public account of all requests for a human").WithMetadata(new CostsAttribute(Cost.Figures)).AllowAnonymous();

        app.MapGet("/registre/{month:regex(^\\d{{4}}-\\d{{2}}$)}.csv", async (string month, ReadMonth months, HttpContext context, CancellationToken ct) =>
            {
                if (!DateOnly.TryParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
                    || await months.RunAsync(first, ct) is not { } figures) return Results.NotFound();
                context.Response.Headers[HeaderNames.CacheControl] = $"public, max-age={(int)ReadMonth.Kept.TotalSeconds}";
                return Results.File(MonthCsv.Write(figures), "text/csv; charset=utf-8", $"registre-{month}.csv");
            })
            .WithName("PublicMonth").WithSummary("Requests asked in one month and what became of them, small counts hidden").WithMetadata(new CostsAttribute(Cost.Figures)).AllowAnonymous();

        app.MapGet("/registre/ancrages.csv", async (ReadAnchors anchors, CancellationToken ct) =>
                Results.File(PublishedAnchors.WriteCsv(await anchors.AllAsync(ct)), "text/csv; charset=utf-8", "ancrages.csv"))
            .WithName("PublicAnchors").WithSummary("Root of the event logs of each day: who keeps it can prove later that nothing was rewritten").WithMetadata(new CostsAttribute(Cost.Figures)).AllowAnonymous();

        var staff = app.MapGroup("/api/steering").RequireAuthorization(Policies.Manager);
        staff.MapGet("/figures", async (string? period, ReadFigures figures, CancellationToken ct) => SteeringPeriod.Find(period) is { } chosen
                ? Results.Ok(await figures.RunAsync(chosen, ct))
                : Unknown())
            .WithName("SteeringFigures").WithSummary("Figures of the last hour, day, week or month").Produces<SteeringFigures>();
        staff.MapGet("/figures.csv", async (string? period, ReadFigures figures, CancellationToken ct) => SteeringPeriod.Find(period) is { } chosen
                ? Results.File(FiguresCsv.Write(await figures.RunAsync(chosen, ct)), "text/csv; charset=utf-8", $"pilotage-{chosen.Code}.csv")
                : Unknown())
            .WithName("SteeringFiguresCsv").WithSummary("The same for a spreadsheet");
        staff.MapGet("/now", async (ReadNow now, CancellationToken ct) => await now.RunAsync(ct))
            .WithName("SteeringNow").WithSummary("Who waits at this moment, since when and where, and how many more counsellors would take");
        staff.MapGet("/access", async (ReadAccess access, CancellationToken ct) => await access.RunAsync(ct))
            .WithName("SteeringAccess").WithSummary("Who is answered later, less often or worse than all others, by territory, channel, language and need");
        staff.MapGet("/access.csv", async (ReadAccess access, CancellationToken ct) => Results.File(AccessCsv.Write(await access.RunAsync(ct)), "text/csv; charset=utf-8", "egalite-acces.csv"))
            .WithName("SteeringAccessCsv").WithSummary("The same for a spreadsheet");
        staff.MapGet("/log", ExportAsync)
            .WithName("SteeringLog").WithSummary("An auditor's export of one request (receipt, or its id) or of the requests asked on some days (from, to; in parts of 5,000, numbered by part from 1), with its proof").Produces<LogExport>();
        staff.MapGet("/looks", LooksAsync)
            .WithName("SteeringLooks").WithSummary("Who read a request that was not in their hands, who took one at a counter (scope counter) and who made an export, newest first, at most 1,000; of one kind (handoff or export), request (receipt), account (person) or of some days (from, to); the next page by the id of the last one (after)").Produces<IReadOnlyList<RecordedLook>>();
        CounsellorsApi.Map(staff);
    }

    private static async Task<IResult> ExportAsync(string? receipt, string? from, string? to, string? part, ClaimsPrincipal person, HttpContext context, ExportLog exports, CancellationToken ct)
    {
        var (file, refusal) = await LogDownload.MakeAsync(exports, receipt, from, to, part, person.FindFirstValue(ClaimTypes.NameIdentifier)!, ct);
        if (file is not null) return Results.File(file.Json, LogDownload.ContentType, file.FileName);
        // A person in a browser gets the form back, with what was typed.
        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? Results.LocalRedirect($"/pilotage{context.Request.QueryString.Add("handler", "Journal")}#audit")
            : Refused(refusal!.Status, refusal.Code, refusal.Text);
    }

    private static async Task<IResult> LooksAsync(string? kind, string? receipt, string? person, string? from, string? to, string? after, ReadLooks looks, CancellationToken ct)
    {
        var (ofKind, first, last, id) = (default(LookKind), default(DateOnly), default(DateOnly), default(Guid));
        if (Says(kind) && !(Enum.TryParse(kind, ignoreCase: true, out ofKind) && string.Equals(ofKind.ToString(), kind, StringComparison.OrdinalIgnoreCase))) return Refused(StatusCodes.Status400BadRequest, "kind", "Les sortes sont handoff et export.");
        if ((Says(from) && !TryDay(from, out first)) || (Says(to) && !TryDay(to, out last))) return Refused(StatusCodes.Status400BadRequest, "period", "Un jour s'écrit AAAA-MM-JJ.");
        if (Says(after) && !Guid.TryParse(after, out id)) return Refused(StatusCodes.Status400BadRequest, "after", "La page suivante se demande par l'id de la dernière lecture.");
        var asked = new AskedLooks(Says(kind) ? ofKind : null, Says(receipt) ? receipt : null, Says(person) ? person : null, Says(from) ? first : null, Says(to) ? last : null, Says(after) ? id : null);
        var (page, refusal) = await looks.RunAsync(asked, ct);
        return page is not null ? Results.Ok(page) : Refused(refusal!.Status, refusal.Code, refusal.Text);

        static bool Says(string? text) => !string.IsNullOrWhiteSpace(text);
        static bool TryDay(string? text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private static IResult Unknown() => Refused(StatusCodes.Status400BadRequest, "period-unknown", "Les périodes sont hour, day, week et month.");

    // As the whole API says it: a sentence as the title, a stable name as the type.
    private static IResult Refused(int status, string code, string text) => Results.Problem(statusCode: status, title: text, type: $"urn:service-router:{code}");
}
