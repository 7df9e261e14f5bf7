using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Host.SignIn;
using System.Text.Json;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Composition;

/// <summary>What an API answers when a call cannot be read, or when we fail: problem details, never an empty body or a page.</summary>
internal static class ApiFaults
{
    // Short: a counsellor waits, and one statement is no load on a database that comes back.
    private const string RetryAfterSeconds = "5";

    public static void AddApiFaults(this IServiceCollection services) =>
        // Thrown so that the answer can say what was wrong; the framework's own 400 is empty.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

    public static void UseApiFaults(this WebApplication app) =>
        app.UseWhen(context => StaffPaths.IsApi(context.Request.Path), api => api
            .UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandler = AnswerAsync,
                SuppressDiagnosticsCallback = failure => failure.Exception is BadHttpRequestException,
            })
            .UseStatusCodePages(pages => WriteAsync(pages.HttpContext, Empty(pages.HttpContext.Response.StatusCode))));

    private static Task AnswerAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return WriteAsync(context, failure switch
        {
            BadHttpRequestException { StatusCode: not StatusCodes.Status400BadRequest and var status } => Empty(status),
            BadHttpRequestException bad => Problem(400, "bad-request", "L'appel n'a pas pu être lu.", Where(bad)),
            DbUpdateException => Away(context),
            _ when StorageFailure.IsAway(failure) => Away(context),
            _ => Problem(500, "failure", "Une erreur est survenue de notre côté. Recommencez dans un instant."),
        });
    }

    private static ProblemDetails Away(HttpContext context)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problem(503, "storage-away", "Le service ne peut pas enregistrer pour le moment. Rien n'a été changé : recommencez dans un instant.");
    }

    /// <summary>An answer that had no body: the framework found no endpoint for the call.</summary>
    private static ProblemDetails Empty(int status) => status switch
    {
        404 => Problem(404, "no-such-path", "Cette adresse n'existe pas."),
        405 => Problem(405, "wrong-method", "Cette adresse ne connaît pas cette action."),
        413 => Problem(413, "too-large", "L'appel est trop long."),
        415 => Problem(415, "not-json", "L'appel doit envoyer du JSON.", "Send Content-Type: application/json."),
        _ => Problem(status, "refused", "L'appel a été refusé."),
    };

    private static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        return context.Response.WriteAsJsonAsync(problem, options: null, "application/problem+json");
    }

    // The path only: the message of a failure can quote what was sent.
    private static string Where(BadHttpRequestException failure) => failure.InnerException is JsonException { Path: { Length: > 0 } path }
        ? $"The body is not the expected JSON, at {path}."
        : "The body or a parameter is not as the OpenAPI document says.";

    private static ProblemDetails Problem(int status, string code, string title, string? detail = null) =>
        new() { Status = status, Type = "urn:service-router:" + code, Title = title, Detail = detail };
}
