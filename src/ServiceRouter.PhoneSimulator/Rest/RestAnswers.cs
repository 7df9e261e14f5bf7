using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>Answers in the provider's forms.</summary>
internal static class RestAnswers
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Ok(JsonObject body, int status = StatusCodes.Status200OK) => Results.Text(body.ToJsonString(Json), "application/json", null, status);

    public static IResult Created(JsonObject body) => Ok(body, StatusCodes.Status201Created);

    public static IResult Error(int status, int code, string message) => Ok(new()
    {
        ["code"] = code,
        ["message"] = message,
        ["more_info"] = string.Create(CultureInfo.InvariantCulture, $"https://www.twilio.com/docs/errors/{code}"),
        ["status"] = status,
    }, status);

    public static IResult NotFound(HttpRequest request) => Error(404, 20404, $"The requested resource {request.Path} was not found");

    /// <summary>One page of a list.</summary>
    public static IResult Page(HttpRequest request, string name, IEnumerable<JsonObject> all)
    {
        var size = Math.Clamp(Number(request, "PageSize") ?? 50, 1, 1000);
        var page = Math.Max(Number(request, "Page") ?? 0, 0);
        var items = all.Skip(page * size).Take(size + 1).ToList();
        var hasMore = items.Count > size;
        return Ok(new()
        {
            [name] = new JsonArray([.. items.Take(size)]),
            ["page"] = page,
            ["page_size"] = size,
            ["start"] = page * size,
            ["end"] = Math.Max(0, (page * size) + Math.Min(items.Count, size) - 1),
            ["uri"] = request.Path + request.QueryString.ToString(),
            ["first_page_uri"] = Uri(0),
            ["previous_page_uri"] = page == 0 ? null : Uri(page - 1),
            ["next_page_uri"] = hasMore ? Uri(page + 1) : null,
        });

        string Uri(int number) => string.Create(CultureInfo.InvariantCulture, $"{request.Path}?PageSize={size}&Page={number}");
    }

    private static int? Number(HttpRequest request, string name) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
