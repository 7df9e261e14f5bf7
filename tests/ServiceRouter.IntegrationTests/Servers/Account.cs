using System.Diagnostics;

namespace ServiceRouter.IntegrationTests.Servers;

/// <summary>PostgreSQL and RabbitMQ refuse to run as root: as root, their own accounts run them.</summary>
internal static class Account
{
    private static bool IsRoot => Environment.UserName == "root";

    // setpriv replaces itself by the command; runuser would stay between us and the server and swallow signals.
    public static string[] Prefix(string account) =>
        IsRoot ? ["setpriv", $"--reuid={account}", $"--regid={account}", "--init-groups", "--"] : [];

    public static async Task OwnAsync(string account, string folder)
    {
        if (IsRoot)
            await RunAsync("chown", "-R", $"{account}:{account}", folder);
    }

    public static Task RunAsync(params string[] command) => RunAsync(new Dictionary<string, string>(), command);

    public static async Task<string> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command[1..])
            start.ArgumentList.Add(word);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with {process.ExitCode}: {await output}{await error}");
    }
}
