using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.IntegrationTests.CitizenPages;
using ServiceRouter.IntegrationTests.Desk;
using Xunit.v3;

namespace ServiceRouter.IntegrationTests;

/// <summary>
/// The hub behind the screens of the desk makes and compiles eighty methods at each start, a seventh of the processor time of all these tests, of which most never open
/// a browser. Their nodes get one to which nobody can connect: who tries fails.
/// </summary>
internal static class ScreensOfNobody
{
    private static readonly Type Handler = typeof(HubConnectionHandler<>).MakeGenericType(
        typeof(CircuitOptions).Assembly.GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", throwOnError: true)!);

    private static readonly Type[] OpenBrowsers = [typeof(TestBrowser), typeof(CitizenBrowser), typeof(DeskBrowser)];

    private static readonly object Hub = RuntimeHelpers.GetUninitializedObject(Handler);

    /// <summary>The test that runs opens no browser, as the constructor of its class says.</summary>
    public static bool Suffice => TestContext.Current.TestClass is IXunitTestClass test
        && !test.Class.GetConstructors().Any(made => made.GetParameters().Any(given => OpenBrowsers.Contains(given.ParameterType)));

    public static void Register(IServiceCollection services) => services.AddSingleton(Handler, Hub);

    /// <summary>Each node makes its own, at the price of minutes for all, when the registration no longer reaches it: no other test would notice.</summary>
    public static void MustBeUsed(IServiceProvider services) => services.GetRequiredService(Handler).Should().BeSameAs(Hub, "nodes of tests without a browser have screens of nobody");
}
