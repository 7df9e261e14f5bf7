using MassTransit;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.Benchmarks.Service;

/// <summary>A program under measure in a process of its own: it shares neither threads nor garbage with the load.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    /// <summary>A free port, and a folder that goes with the program.</summary>
    internal sealed record Place(int Port, string Folder);

    private readonly GuardedProcess process;
    private readonly string folder;

    private ChildProgram(GuardedProcess process, string folder, int port, HttpClient http) => (this.process, this.folder, Port, Http) = (process, folder, port, http);

    public int Port { get; }

    public HttpClient Http { get; }

    /// <summary>What the program wrote last.</summary>
    public string LogTail() => process.LogTail();

    /// <param name="name">For messages.</param>
    /// <param name="assembly">The built program.</param>
    /// <param name="readyPath">Answers 200 once the program is ready.</param>
    /// <param name="arguments">Command line for the place that the program got.</param>
    /// <param name="environment">Added to ours.</param>
    public static async Task<ChildProgram> StartAsync(
        string name, string assembly, string readyPath, Func<Place, IEnumerable<string>> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = FreePort.Next();
        var folder = Path.Combine(Path.GetTempPath(), $"servicerouter-bench-{NewId.NextGuid():N}", name);
        Directory.CreateDirectory(folder);
        var process = GuardedProcess.Start(folder, Path.Combine(folder, "log"), "TERM", Environment.UserName, environment ?? new Dictionary<string, string>(),
            [Environment.ProcessPath!, assembly, .. arguments(new Place(port, folder))]);
        var http = LocalHttp.To(port);
        await Readiness.WaitAsync(name, process, async () =>
        {
            using var answer = await http.GetAsync(readyPath);
            answer.EnsureSuccessStatusCode();
        });
        return new ChildProgram(process, folder, port, http);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await process.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }
}
