using System.Net;
using System.Net.Sockets;
using ServiceRouter.Desk;
using ServiceRouter.Host.Composition;
using ServiceRouter.Host.Telephone;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Terminal;

namespace ServiceRouter.Host.Commands;

/// <summary>
/// <c>./run phone [--wav DIR] [--from NUMBER]</c>: the embedded service with a telephone network beside it, and a phone in this terminal that calls it.
/// No account and no cost; the desk is open in the browser at the same time, and counsellors' telephones ring here too.
/// </summary>
internal static class PhoneCommand
{
    private static readonly string[] Quiet =
        ["--Logging:Console:LogToStandardErrorThreshold=Trace", "--Logging:LogLevel:Default=Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Warning", "--Logging:LogLevel:Microsoft.AspNetCore=Error"];

    /// <summary>Prompts go to <paramref name="output"/>, keys and sentences come from <paramref name="input"/>.</summary>
    /// <returns>0; 2 when it could not begin.</returns>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter log)
    {
        var settings = ServiceRouterApp.Settings(args);
        var url = settings["urls"] ?? $"http://127.0.0.1:{FreePort()}";
        using var network = DemoNetwork.Create();
        await using var provider = await PhoneServer.StartAsync(network);
        await using var app = ServiceRouterApp.BuildCommand([.. Quiet, .. args, $"--urls={url}", .. DemoNetwork.Account(network, provider.Address, url).Select(s => $"--{s.Key}={s.Value}")]);
        await ServiceRouterApp.StartAsync(app, CancellationToken.None);
        DemoNetwork.Connect(network, url);
        var counsellors = await GivePhonesAsync(app);
        await log.WriteLineAsync($"The counsellors' desk is {url}/demo; their telephones ring in this terminal.");
        using var terminal = new PhoneTerminal(network, input, output, new TerminalSettings(settings["from"] ?? "+33199001234", DemoNetwork.Voice, DemoNetwork.Sms, counsellors, settings["wav"]));
        var code = await terminal.RunAsync();
        await app.StopAsync();
        return code;
    }

    /// <summary>Each named demo counsellor gets a telephone of this network.</summary>
    private static async Task<IReadOnlyList<string>> GivePhonesAsync(WebApplication app)
    {
        var phones = new List<string>();
        foreach (var (counsellor, at) in DemoCounsellors.All.Select((counsellor, at) => (counsellor, at)))
        {
            var phone = $"+3319900200{at + 1}";
            if (await app.Services.GetRequiredService<SetPhone>().RunAsync(counsellor.UserName, phone, CancellationToken.None) is null) phones.Add(phone);
        }
        return phones;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
