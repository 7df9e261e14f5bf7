using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.Host.Composition;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>One way into the service.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Pattern">Path with its parameters in braces.</param>
internal sealed record PublicEndpoint(string Method, string Pattern);

/// <summary>Every endpoint of the composed service, from its own metadata: a new one is attacked without anybody adding it here.</summary>
internal static class PublicEndpoints
{
    private static readonly string[] OfPages = ["GET", "POST"];

    /// <param name="ground">Where it is composed.</param>
    /// <param name="settings">With which it is composed: without an account of a provider of calls there are no webhooks.</param>
    public static async Task<IReadOnlyList<PublicEndpoint>> ReadAsync(Ground ground, IEnumerable<(string Key, string Value)> settings)
    {
        await using var app = ServiceRouterApp.Build(["--environment=Demo", $"--Storage:Directory={ground.NewFolder("composed")}", "--Logging:LogLevel:Default=None", .. settings.Select(s => $"--{s.Key}={s.Value}")]);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? OfPages).Select(method => new PublicEndpoint(method, "/" + e.RoutePattern.RawText!.Trim('/'))))
            .Distinct().ToList();
        return endpoints.Count > 40 ? endpoints : throw new InvalidOperationException($"Only {endpoints.Count} endpoints were found");
    }
}
