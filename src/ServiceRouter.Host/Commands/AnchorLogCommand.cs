using ServiceRouter.Host.Composition;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.Host.Commands;

/// <summary><c>./run anchor-log</c>: anchors every closed day that has no anchor, as the job does.</summary>
internal static class AnchorLogCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter log)
    {
        if (CommandWords.Read(args) is not { } words)
        {
            await log.WriteLineAsync("usage: ./run anchor-log [--Any:Setting value]");
            return 2;
        }
        await using var app = ServiceRouterApp.BuildCommand(words.Settings);
        await output.WriteLineAsync($"{await app.Services.GetRequiredService<AnchorDays>().RunAsync(CancellationToken.None)} days anchored");
        return 0;
    }
}
