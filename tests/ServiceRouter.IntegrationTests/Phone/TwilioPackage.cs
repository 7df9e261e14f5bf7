using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>
/// The provider's npm package in a process of its own: an independent reader and writer of its protocol. Installed from the lock file into
/// <c>artifacts/phone-peers</c> by whichever test needs it first; Node.js and npm must be there.
/// </summary>
public sealed class TwilioPackage : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    private readonly SemaphoreSlim one = new(1, 1);
    private Process? node;

    public async ValueTask InitializeAsync()
    {
        node = Start("node", await Installed.Value, "peer.js");
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
        {
            node.StandardInput.Close();
            await node.WaitForExitAsync().WaitAsync(Patience);
            node.Dispose();
        }

        one.Dispose();
    }

    public async Task<JsonNode> AskAsync(object request)
    {
        await one.WaitAsync();
        try
        {
            await node!.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, JsonSerializerOptions.Web));
            await node.StandardInput.FlushAsync();
            var line = await node.StandardOutput.ReadLineAsync().WaitAsync(Patience)
                ?? throw new InvalidOperationException($"the package ended: {await node.StandardError.ReadToEndAsync()}");
            return JsonNode.Parse(line)!;
        }
        finally
        {
            one.Release();
        }
    }

    public async Task<bool> AcceptsAsync(string token, string? signature, string url, IReadOnlyDictionary<string, string>? form = null) =>
        (bool)(await AskAsync(new { op = "validate", token, signature, url, @params = form ?? new Dictionary<string, string>() }))["value"]!;

    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(RepositoryRoot.Path, "tests", "ServiceRouter.IntegrationTests", "Phone", "peers");
        var files = Directory.EnumerateFiles(source).Order(StringComparer.Ordinal).ToList();
        var hash = Convert.ToHexStringLower(SHA256.HashData(files.SelectMany(File.ReadAllBytes).ToArray()))[..12];
        var folder = Path.Combine(RepositoryRoot.Path, "artifacts", "phone-peers", hash);
        if (Directory.Exists(folder))
            return folder;
        // Installed beside and moved when it is whole: a run that was cut short leaves nothing half done.
        var fresh = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(fresh);
        foreach (var file in files)
            File.Copy(file, Path.Combine(fresh, Path.GetFileName(file)), overwrite: true);
        using var npm = Start("npm", fresh, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        npm.StandardInput.Close();
        var (said, wrong) = (npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync().WaitAsync(Patience);
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm could not install the peers of the phone tests: {await said} {await wrong}");
        Directory.Move(fresh, folder);
        return folder;
    }

    private static Process Start(string program, string folder, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            },
        };
        process.Start();
        return process;
    }
}
