using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceRouter.PhoneSimulator.Control;
using ServiceRouter.PhoneSimulator.Rest;

namespace ServiceRouter.PhoneSimulator;

/// <summary>A web server with the REST API at its root and the phones below <c>/phone</c>, for tests and for <c>./run phone</c>.</summary>
public sealed class PhoneServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private PhoneServer(WebApplication app, string address) => (this.app, Address) = (app, address);

    /// <summary>Where it listens, without a slash at the end: what the service has instead of the provider's address.</summary>
    public string Address { get; }

    /// <param name="network">The network that it opens.</param>
    /// <param name="url">Where to listen; a free port of the loopback address when absent. Nothing else should be able to reach it.</param>
    public static async Task<PhoneServer> StartAsync(PhoneNetwork network, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        app.MapPhoneRestApi(network);
        app.MapGroup("/phone").MapPhoneControl(network);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(app, address.TrimEnd('/'));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
