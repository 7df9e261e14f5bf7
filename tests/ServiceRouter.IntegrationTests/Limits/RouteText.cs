using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>An address of an endpoint, as somebody would send it.</summary>
internal static class RouteText
{
    private static readonly Dictionary<string, string> Known = new()
    {
        ["id"] = "00000000-0000-0000-0000-000000000001",
        ["code"] = "500",
        ["month"] = "2026-01",
        ["documentName"] = "v1",
    };

    /// <summary>Parameters get a value of their form that belongs to nobody.</summary>
    public static string Filled(RouteEndpoint endpoint) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart parameter => Known.GetValueOrDefault(parameter.Name, "K7PR-2XW-9AD-FM4H"),
        _ => "",
    }))));
}
