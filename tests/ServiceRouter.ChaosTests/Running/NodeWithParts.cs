using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceRouter.Host.Composition;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>
/// The whole service as a process of this program, with parts of a test in it. The product has no hooks for them: whoever can start this program
/// could as well kill the node.
/// </summary>
internal static class NodeWithParts
{
    /// <summary>First word on the command line; the parts, and what they are told, are the second, the settings follow.</summary>
    public const string Word = "--node-with";

    private static readonly Dictionary<string, Action<IServiceCollection, string>> Parts = new()
    {
        [nameof(FragileConsumers)] = (services, _) => FragileConsumers.Put(services),
        [nameof(BrokenAssistant)] = BrokenAssistant.Put,
    };

    /// <summary>What a node runs to have them.</summary>
    public static string[] Program(string parts, string told = "") => [typeof(NodeWithParts).Assembly.Location, Word, $"{parts}={told}"];

    public static async Task<int> RunAsync(string parts, string[] settings)
    {
        var (name, told) = parts.Split('=', 2) is [var before, var after] ? (before, after) : (parts, "");
        var app = ServiceRouterApp.Build(settings, services => Parts[name](services, told));
        await ServiceRouterApp.StartAsync(app, CancellationToken.None);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
