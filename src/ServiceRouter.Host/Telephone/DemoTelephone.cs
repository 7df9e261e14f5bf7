using ServiceRouter.Host.Composition;
using ServiceRouter.Host.SignIn;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Control;
using ServiceRouter.PhoneSimulator.Rest;

namespace ServiceRouter.Host.Telephone;

/// <summary>
/// A telephone network inside of the demonstration, with phones in the browser: it calls this very service by signed webhooks, as a provider with an account would, and is
/// asked by REST. Only in demo mode, and only where no account of a provider is set.
/// </summary>
internal sealed class DemoTelephone
{
    /// <summary>Below it are the pages; nothing of them exists outside of a demonstration.</summary>
    public const string Path = "/demo/telephone";

    private const string Operator = "/demo/operateur";

    private DemoTelephone(PhoneNetwork network) => Network = network;

    public PhoneNetwork Network { get; }

    /// <summary>Adds the network and the account to the settings, where a demonstration can have them.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        if (!SignInSetting.Read(builder.Configuration, builder.Environment).Demo.Enabled || !string.IsNullOrEmpty(builder.Configuration["Twilio:AccountSid"])) return;
        // Where nobody knows the port yet, nothing can be called.
        if (UrlOf(builder.Configuration["urls"]) is not { } url) return;
        var network = DemoNetwork.Create();
        DemoNetwork.Connect(network, url);
        builder.Configuration.AddInMemoryCollection(DemoNetwork.Account(network, $"{url}{Operator}/", url));
        builder.Services.AddSingleton(_ => new DemoTelephone(network));
    }

    public static void Map(WebApplication app)
    {
        if (app.Services.GetService<DemoTelephone>() is not { Network: var network }) return;
        // The provider has its own credentials; whoever is at a phone of a demonstration is asked for none.
        app.MapGroup(Operator).AllowAnonymous().ExcludeFromDescription().MapPhoneRestApi(network);
        app.MapGroup($"{Path}/appareil").AllowAnonymous().DisableAntiforgery().ExcludeFromDescription().MapPhoneControl(network);
    }

    /// <summary>The first address, as this process reaches itself; null when its port is not known yet.</summary>
    internal static string? UrlOf(string? urls)
    {
        var first = StartedAddresses.Reachable((urls ?? DefaultUrl).Split(';')[0]);
        return Uri.TryCreate(first, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttp && url.Port != 0 ? first : null;
    }

    // The framework's own, when nobody says where to listen.
    private const string DefaultUrl = "http://localhost:5000";
}
