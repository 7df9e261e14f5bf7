using ServiceRouter.Host.Composition;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run anchor-log</c>: anchors every closed day that has no anchor, as the job does.</summary>
internal static class AnchorLogCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        await using var app = ServiceRouterApp.Build(args);
        await output.WriteLineAsync($"{await app.Services.GetRequiredService<AnchorDays>().RunAsync(CancellationToken.None)} days anchored");
        return 0;
    }
}
