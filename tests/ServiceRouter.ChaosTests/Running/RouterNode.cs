using System.Net;
using System.Net.Sockets;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.ChaosTests.Running;

/// <summary>One node of the service: the built program as a process of its own, on one port and with one folder for all its lives.</summary>
internal sealed class RouterNode : IAsyncDisposable
{
    private readonly string folder;
    private readonly int port = FreePort.Next();
    private readonly Dictionary<string, string> environment;
    private readonly string[] program;
    private GuardedProcess? process;

    /// <param name="name">For messages.</param>
    /// <param name="folder">Its own: log, journal.</param>
    /// <param name="settings">As in a settings file.</param>
    /// <param name="program">What it runs: an assembly, and its first arguments.</param>
    public RouterNode(string name, string folder, IEnumerable<KeyValuePair<string, string?>> settings, params string[] program)
    {
        (Name, this.folder, this.program) = (name, folder, program);
        environment = [];
        foreach (var (key, value) in settings)
            environment[key.Replace(":", "__", StringComparison.Ordinal)] = value ?? "";
        environment.TryAdd("Storage__Directory", Path.Combine(folder, "storage"));
        Directory.CreateDirectory(folder);
    }

    public string Name { get; }

    /// <summary>By how much others go first when the processor is short, 0 to 19.</summary>
    public int Nice { get; init; }

    public Uri Address => new($"http://127.0.0.1:{port}");

    /// <summary>Everything that it wrote in all its lives.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(folder, "log");

    /// <summary>All that is in the files that it keeps, other than its log; a character for each byte.</summary>
    public string Kept
    {
        get
        {
            var storage = Path.Combine(folder, "storage");
            // A living node holds its journal by a file that is empty, and that nobody else may open.
            return Directory.Exists(storage) ? string.Concat(Directory.EnumerateFiles(storage, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "lock").Select(Read)) : "";
        }
    }

    /// <summary>Whether a file that it keeps, other than its log, has these letters in it.</summary>
    public bool Keeps(string letters) => Kept.Contains(letters, StringComparison.Ordinal);

    /// <summary>Runs a command of its program with its settings.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> RunCommandAsync(params string[] words) => Account.RunAsync(environment, [Environment.ProcessPath!, .. program, .. words]);

    /// <summary>Ends when it serves pages.</summary>
    public async Task StartAsync()
    {
        process = GuardedProcess.Start(folder, LogFile, "KILL", Environment.UserName, environment, ["nice", "-n", $"{Nice}", Environment.ProcessPath!, .. program, "--urls", Address.ToString()]);
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Readiness.WaitAsync(Name, process, async () =>
        {
            using var answer = await http.GetAsync("/health/live");
            answer.EnsureSuccessStatusCode();
        });
    }

    /// <summary>Runs a command of the program beside it, with its settings.</summary>
    /// <param name="program">The product's own.</param>
    /// <param name="command">As in ./run.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It ended with a fault; with all that it said.</exception>
    public Task<string> CommandAsync(string program, string command) => Account.RunAsync(environment, Environment.ProcessPath!, program, command);

    /// <summary>Sets its real-time clock, by so much from everybody's; only on nodes that were given one.</summary>
    public Func<TimeSpan, Task> SetClockAsync { get; set; } = _ => throw new InvalidOperationException("This node has the machine's clock");

    /// <summary>SIGTERM: it finishes what it has begun, and ends.</summary>
    public Task StopAsync() => process!.EndAsync("TERM");

    /// <summary>Nothing listens on its port any more: its process has ended.</summary>
    public async Task<bool> IsGoneAsync()
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port);
            return false;
        }
        catch (SocketException e)
        {
            // One that ends at this moment may cut the line that it has just taken: the next look finds nobody.
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => process!.EndAsync("KILL");

    /// <summary>SIGSTOP: its connections stay open and nobody answers.</summary>
    public Task FreezeAsync() => process!.FreezeAsync();

    /// <summary>SIGCONT: it goes on as if no time had passed.</summary>
    public Task ThawAsync() => process!.ThawAsync();

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file, System.Text.Encoding.Latin1);
        }
        catch (FileNotFoundException)
        {
            // The node has just removed it.
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
    }
}
