using ServiceRouter.Host.Limits;

namespace ServiceRouter.Host.Composition;

/// <summary>The OpenAPI document of all APIs, public at /openapi/v1.json.</summary>
internal static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) => services.AddOpenApi("v1", openApi =>
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "ServiceRouter";
            document.Info.Version = "v1";
            document.Info.Description =
                "APIs of the counsellor's desk and of the manager's figures. Every call needs a bearer token or the cookie of a signed-in session with the role. "
                + "Refusals are RFC 9457 problem details: type is a stable urn, title a French sentence for people. Enum values are lower camel case and read in any case.";
            return Task.CompletedTask;
        }));

    public static void MapApiDescription(this WebApplication app) => app.MapOpenApi().WithMetadata(new CostsAttribute(Cost.Figures)).AllowAnonymous();
}
