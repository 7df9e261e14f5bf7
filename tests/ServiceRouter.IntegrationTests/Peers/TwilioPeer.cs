using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Peers;

/// <summary>The provider's own npm package in a process of its own: it signs, calls and writes as its makers have it (tests/peers/twilio).</summary>
internal sealed class TwilioPeer : IDisposable
{
    private readonly Process process;

    private TwilioPeer(Process process) => this.process = process;

    public static TwilioPeer Start()
    {
        var folder = RepositoryRoot.File("tests", "peers", "twilio");
        Directory.Exists(Path.Combine(folder, "node_modules", "twilio")).Should().BeTrue("./test installs the package: npm ci --prefix tests/peers/twilio");
        return new TwilioPeer(Process.Start(new ProcessStartInfo("node", "peer.js") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true })!);
    }

    /// <exception cref="InvalidOperationException">The package threw; its own words.</exception>
    public async Task<JsonNode?> AskAsync(string operation, object given)
    {
        var question = JsonSerializer.SerializeToNode(given, JsonSerializerOptions.Web)!.AsObject();
        question["op"] = operation;
        await process.StandardInput.WriteLineAsync(question.ToJsonString());
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The peer has ended.");
        var answer = JsonNode.Parse(line)!.AsObject();
        return answer["error"] is { } error ? throw new InvalidOperationException(error.GetValue<string>()) : answer["value"];
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
