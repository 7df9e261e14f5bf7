using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;
using System.Net;

namespace ServiceRouter.Host.Probes;

/// <summary>What operators look at: /health/live, /health/ready, /metrics, and traces where somebody takes them.</summary>
internal static class ProbesModule
{
    // The runtime's own: memory after its collections, threads, what waits for them.
    private const string RuntimeMeter = "System.Runtime";

    public static void AddProbes(this WebApplicationBuilder builder)
    {
        var options = Read(builder.Configuration);
        builder.Services.AddOptions<ProbeOptions>().BindConfiguration(ProbeOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProbeOptions>, ProbeOptionsRules>();
        builder.Services.AddHealthChecks();
        // Both instrumentations tag the route template, never the path.
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("service-router"))
            .WithMetrics(metrics => metrics.AddMeter(Measures.MeterName, RuntimeMeter).AddAspNetCoreInstrumentation().AddPrometheusExporter());
        // What is none is refused with the other settings, before anything is sent.
        if (ProbeOptionsRules.EndpointOf(options.TracesTo?.OriginalString ?? builder.Configuration[ProbeOptionsRules.Variable]) is null) return;
        telemetry.WithTracing(traces => traces
            .AddAspNetCoreInstrumentation(web => web.Filter = context => !IsProbe(context.Request.Path))
            .AddProcessor(new QuietSpans())
            .AddOtlpExporter(otlp =>
            {
                // The exporter reads the variable itself, and adds the path that its protocol needs.
                if (options.TracesTo is { } endpoint) otlp.Endpoint = endpoint;
            }));
    }

    public static void MapProbes(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        // From memory: a balancer gets its answer at once, also when a part hangs, and its questions are no load on anything.
        app.MapGet("/health/ready", (NodeParts parts, NodeName node, HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            var answer = ReadyAnswer.Of(parts, node);
            return Results.Json(answer, statusCode: answer.StatusCode);
        }).AllowAnonymous().ExcludeFromDescription();
        // The exporter has begun to listen by then.
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            foreach (var counter in app.Services.GetServices<AlarmCounter>()) counter.Begin();
        });
        var isPublic = Read(app.Configuration).Public;
        app.MapPrometheusScrapingEndpoint("/metrics", meterProvider: null, optionsName: null, configureBranchedPipeline: branch => branch.Use((context, next) =>
        {
            if (isPublic || IsFromHere(context)) return next(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        })).AllowAnonymous();
    }

    // A proxy on this machine makes the whole world come from loopback.
    internal static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");

    private static ProbeOptions Read(IConfiguration configuration) => configuration.GetSection(ProbeOptions.Section).Get<ProbeOptions>() ?? new ProbeOptions();
}
