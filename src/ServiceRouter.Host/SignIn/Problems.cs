using Microsoft.AspNetCore.Mvc;

namespace ServiceRouter.Host.SignIn;

/// <summary>RFC 9457 problem details of refused calls.</summary>
internal static class Problems
{
    public static Task WriteAsync(HttpContext context, int status, string code, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Of(status, code, detail), options: null, "application/problem+json");
    }

    public static ProblemDetails Of(int status, string code, string detail) => new()
    {
        Status = status,
        Type = "urn:service-router:" + code,
        Title = status switch
        {
            StatusCodes.Status401Unauthorized => "Connectez-vous pour continuer.",
            StatusCodes.Status403Forbidden => "Votre compte n'a pas accès à cette action.",
            StatusCodes.Status404NotFound => "Introuvable.",
            StatusCodes.Status429TooManyRequests => "Trop d'appels pour l'instant.",
            _ => "Refusé.",
        },
        Detail = detail,
    };
}
