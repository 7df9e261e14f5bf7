using System.Diagnostics;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>
/// A server that cannot outlive this process: a small shell stands between, holding the other end of a pipe of ours.
/// When the pipe closes, whatever the reason, it kills the server and removes its folder.
/// </summary>
internal sealed class GuardedProcess : IAsyncDisposable
{
    // Stays the unreaped child's parent, so that the process id it signals cannot belong to anybody else.
    private const string Guard = """
        folder=$1; log=$2; last=$3; shift 3
        exec 2>/dev/null
        "$@" </dev/null >>"$log" 2>&1 &
        server=$!
        while read -r signal; do
          kill -s "$signal" $server
          case $signal in STOP|CONT) ;; *) wait $server; exit 0 ;; esac
        done
        kill -s "$last" $server; wait $server
        rm -rf "$folder"; rmdir "${folder%/*}"
        """;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(40);
    private readonly Process guard;
    private readonly string log;
    private readonly string last;

    private GuardedProcess(Process guard, string log, string last) => (this.guard, this.log, this.last) = (guard, log, last);

    public bool HasExited => guard.HasExited;

    /// <param name="folder">Removed when this process dies without stopping the server.</param>
    /// <param name="log">Gets both outputs of the server.</param>
    /// <param name="last">The signal that ends it at once: for when this process is gone, or done with it.</param>
    /// <param name="account">The account to run as when we are root, since these servers refuse root.</param>
    public static GuardedProcess Start(
        string folder, string log, string last, string account, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, WorkingDirectory = folder };
        foreach (var word in (string[])["sh", "-c", Guard, "guard", folder, log, last, .. Account.Prefix(account), .. command])
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new GuardedProcess(Process.Start(start)!, log, last);
    }

    /// <summary>Stops all its threads where they are, until <see cref="ThawAsync"/>.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <param name="signal">TERM, INT, QUIT or KILL.</param>
    public async Task EndAsync(string signal)
    {
        if (!guard.HasExited)
            await SignalAsync(signal);

        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await guard.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            guard.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"Signal {signal} did not end the server within {StopLimit}.\n{LogTail()}");
        }
    }

    private async Task SignalAsync(string signal)
    {
        await guard.StandardInput.WriteLineAsync(signal);
        await guard.StandardInput.FlushAsync();
    }

    public string LogTail() => File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(30)) : "(no log)";

    public async ValueTask DisposeAsync()
    {
        if (!guard.HasExited)
            await EndAsync(last);
        guard.Dispose();
    }
}
