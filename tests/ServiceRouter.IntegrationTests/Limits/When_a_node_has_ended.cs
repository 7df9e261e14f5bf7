using System.Runtime.CompilerServices;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>What a node makes for itself ends with it: a limiter that is not disposed of has a timer, and the timer keeps the whole node.</summary>
public sealed class When_a_node_has_ended
{
    private const int Nodes = 3;

    // The first thread that a library starts for the whole process may remember the node in which it was started.
    private const int KeptByTheProcess = 1;

    [Fact]
    public async Task Nothing_keeps_it_in_memory()
    {
        var nodes = new List<WeakReference>();
        for (var i = 0; i < Nodes; i++) nodes.Add(await LiveAsync());

        await Eventually.HoldsAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(nodes.Count(node => node.IsAlive) <= KeptByTheProcess);
        }, "nodes that have ended are forgotten");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> LiveAsync()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var anyone = new HttpClient { BaseAddress = new Uri(app.Url) };
        (await anyone.GetAsync("/demande/AAAA-AAAA-AAAA-AAAA", TestContext.Current.CancellationToken)).Dispose();
        return new WeakReference(app.Get<NodeParts>());
    }
}
