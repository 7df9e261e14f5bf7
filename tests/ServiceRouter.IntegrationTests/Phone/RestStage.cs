using System.Text.Json.Nodes;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.Tests.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A network on a test's clock, a played service, and the provider's package as the service's REST client.</summary>
internal sealed class RestStage(TwilioPackage package, PhoneServer server) : IAsyncDisposable
{
    public PhoneStage Phones { get; private init; } = new();

    public string Address => server.Address;

    public PlayedService Service => Phones.Service;

    public PhoneNetwork Network => Phones.Phone;

    public static async Task<RestStage> OpenAsync(TwilioPackage package)
    {
        var phones = new PhoneStage();
        return new(package, await PhoneServer.StartAsync(phones.Phone)) { Phones = phones };
    }

    /// <param name="chain">Names are properties, arrays are calls: <c>"queues", new[] { sid }, "members"</c>.</param>
    /// <param name="method">create, update, fetch, list, remove.</param>
    /// <param name="arguments">As the package names them.</param>
    public Task<JsonNode> AskAsync(object[] chain, string method, params object[] arguments) => package.AskAsync(new
    {
        op = "rest", @base = server.Address, account = Network.Settings.AccountSid, token = Network.Settings.AuthToken, chain, method, args = arguments,
    });

    /// <summary>As <see cref="AskAsync"/>, for requests that must succeed.</summary>
    public async Task<JsonNode> DoAsync(object[] chain, string method, params object[] arguments)
    {
        var answer = await AskAsync(chain, method, arguments);
        answer["error"].Should().BeNull();
        return answer["value"]!;
    }

    public async Task<(int Status, int Code)> RefusedAsync(object[] chain, string method, params object[] arguments)
    {
        var error = (await AskAsync(chain, method, arguments))["error"];
        error.Should().NotBeNull("it should be refused");
        return ((int)error!["status"]!, (int)error["code"]!);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var call in Network.Calls)
            call.HangsUp();
        await server.DisposeAsync();
        Phones.Dispose();
    }
}
