using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceRouter.Exercises;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Host.Exercises;

/// <summary>
/// A child process: this program with this process's settings, the role Front, and its own folder. It listens on a free port of this machine
/// only, and ends by itself when this process is gone (<see cref="EndWithParent"/>).
/// </summary>
internal sealed partial class ExerciseNode(OwnArguments own, string folder, IReadOnlyList<CuttableLine> lines, IReadOnlyDictionary<string, string> settings) : IExerciseNode
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private HttpClient? http;
    private Process? process;

    public ICitizenWindow Window { get; private set; } = null!;

    public async Task StartAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        // The last word on a setting counts.
        var start = NodeStart.Of(own, settings,
        [
            $"--Storage:Directory={folder}", "--Roles=Front", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
            "--Logging:Console:FormatterName=simple", $"--{EndWithParent.Setting}=true",
        ]);
        process = Process.Start(start) ?? throw new InvalidOperationException("The node did not start");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(StartLimit);
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = "";
        DataReceivedEventHandler hear = (_, line) =>
        {
            if (line.Data is null) return;
            last = line.Data;
            if (Address().Match(line.Data) is { Success: true } found) listening.TrySetResult(found.Value);
        };
        process.OutputDataReceived += hear;
        process.ErrorDataReceived += hear;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync(limit.Token);
        var first = await Task.WhenAny(listening.Task, ended);
        if (first == ended) throw new InvalidOperationException($"The node did not come up: {last}");
        http?.Dispose();
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(await listening.Task) };
        Window = new NodeWindow(http);
        await SeesDatabaseAsync(http, limit.Token, ct);
    }

    /// <summary>One that never saw it would take everything by its other doors from the beginning, and all would look as it should.</summary>
    private static async Task SeesDatabaseAsync(HttpClient node, CancellationToken limit, CancellationToken ct)
    {
        var words = "nothing";
        try
        {
            while (true)
            {
                using var answer = JsonDocument.Parse(await node.GetStringAsync("/health/ready", limit));
                var database = answer.RootElement.GetProperty("parts").GetProperty("database");
                if (database.GetProperty("state").GetString() == WireName.Of(PartState.Works)) return;
                words = database.GetProperty("words").GetString() ?? words;
                await Task.Delay(BetweenLooks, TimeProvider.System, limit);
            }
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is OperationCanceledException or HttpRequestException)
        {
            throw new InvalidOperationException($"The node does not see the database: {words}", e);
        }
    }

    public void CutLines()
    {
        foreach (var line in lines) line.Cut();
    }

    public void MendLines()
    {
        foreach (var line in lines) line.Mend();
    }

    public async Task KillAsync()
    {
        if (process is not { HasExited: false }) return;
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
        http?.Dispose();
        foreach (var line in lines) await line.DisposeAsync();
        // What is still in its journal was promised: then the folder stays, and the report names the receipts.
        var journal = Path.Combine(folder, "journal");
        if (Directory.Exists(folder) && (!Directory.Exists(journal) || Directory.EnumerateFiles(journal, "*", SearchOption.AllDirectories).All(f => Path.GetFileName(f) == "lock" || new FileInfo(f).Length == 0)))
            Directory.Delete(folder, recursive: true);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex Address();
}
