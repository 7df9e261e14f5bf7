using System.Diagnostics;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>docs/states/handover.pml, searched by spin: the model is translated to C, compiled and run in a folder of its own.</summary>
internal sealed class FormalModel : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("service-router-model-").FullName;

    /// <summary>Every reachable state: assertions, deadlocks, and statements that are never reached.</summary>
    /// <param name="broken">A protection to take away, such as NO_FENCE; null for the model as it is.</param>
    public Task<string> SearchAsync(string? broken = null) =>
        CheckAsync([.. Define(broken)], ["-DSAFETY", "-DNOCLAIM"], []);

    /// <summary>Every endless run under fair scheduling, for one of the model's formulas.</summary>
    public Task<string> SearchAsync(string formula, string? broken) =>
        CheckAsync([.. Define(broken)], ["-DNFAIR=3"], ["-a", "-f", "-N", formula]);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string[] Define(string? broken) => broken is null ? [] : [$"-D{broken}"];

    private async Task<string> CheckAsync(string[] definitions, string[] compiling, string[] searching)
    {
        File.Copy(RepositoryRoot.File("docs", "states", "handover.pml"), Path.Combine(folder, "handover.pml"), overwrite: true);
        await RunAsync("spin", [.. definitions, "-a", "handover.pml"]);
        // Compiling for speed takes longer than the search.
        await RunAsync("gcc", ["-O0", .. compiling, "-o", "pan", "pan.c"]);
        return await RunAsync(Path.Combine(folder, "pan"), ["-m100000", .. searching]);
    }

    private async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Start(start);
        using var patience = Patience.New();
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            var text = await output + await errors;
            // pan ends with 0 also when it found an error: its report says so.
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException($"{start.FileName} is not installed: run ./test as root once, or install the packages spin, gcc and libc6-dev.");
        }
    }
}
