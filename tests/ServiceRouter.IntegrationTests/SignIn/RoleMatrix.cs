using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.IntegrationTests.SignIn;

/// <summary>What each endpoint of an application needs, read from the metadata that the middleware itself reads.</summary>
internal static class RoleMatrix
{
    public const string Anyone = "anyone";
    public const string SignedIn = "signed-in";

    /// <summary>Prefix of a path, and the one role that opens it.</summary>
    public static IReadOnlyDictionary<string, string> Guarded { get; } = new Dictionary<string, string>
    {
        ["/desk"] = StaffRoles.Counsellor,
        ["/api/desk"] = StaffRoles.Counsellor,
        ["/pilotage"] = StaffRoles.Manager,
        ["/api/steering"] = StaffRoles.Manager,
    };

    internal sealed record Row(string Methods, string Path, string Needs);

    /// <summary>Every endpoint with its methods, path and needs, sorted by path: fit for a checked-in snapshot.</summary>
    public static async Task<IReadOnlyList<Row>> OfAsync(IServiceProvider services)
    {
        var policies = services.GetRequiredService<IAuthorizationPolicyProvider>();
        var rows = new List<Row>();
        foreach (var endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            rows.Add(new Row(
                string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]),
                "/" + endpoint.RoutePattern.RawText?.Trim('/'),
                await NeedsAsync(endpoint, policies)));
        }

        return [.. rows.OrderBy(r => r.Path, StringComparer.Ordinal).ThenBy(r => r.Methods, StringComparer.Ordinal)];
    }

    /// <summary>Endpoints under a guarded prefix that open to anything but its role; and prefixes under which there is none.</summary>
    public static IReadOnlyList<string> Faults(IReadOnlyList<Row> rows)
    {
        var faults = new List<string>();
        foreach (var (prefix, role) in Guarded)
        {
            var under = rows.Where(r => r.Path == prefix || r.Path.StartsWith(prefix + "/", StringComparison.OrdinalIgnoreCase)).ToList();
            if (under.Count == 0)
                faults.Add($"{prefix}: no endpoint found, the rule guards nothing");
            faults.AddRange(under.Where(r => r.Needs != role).Select(r => $"{r.Methods} {r.Path} needs {r.Needs}, not {role}"));
        }

        return faults;
    }

    private static async Task<string> NeedsAsync(RouteEndpoint endpoint, IAuthorizationPolicyProvider policies)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return Anyone;
        var policy = await AuthorizationPolicy.CombineAsync(
            policies,
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(),
            endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>());
        if (policy is null)
            return Anyone;
        var roles = policy.Requirements.OfType<RolesAuthorizationRequirement>().SelectMany(r => r.AllowedRoles).Distinct().Order();
        return string.Join(',', roles) is { Length: > 0 } named ? named : SignedIn;
    }
}
