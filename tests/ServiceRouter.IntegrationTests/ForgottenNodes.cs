using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.SelfDiagnostics;

namespace ServiceRouter.IntegrationTests;

/// <summary>
/// The telemetry library keeps the options of each node that ever was in a static list, and through them the whole node: ten gigabytes at the
/// end of a run. It is given options here that lead nowhere.
/// </summary>
internal sealed class ForgottenNodes : IOptionsMonitor<SelfDiagnosticsOptions>
{
    private static readonly ForgottenNodes One = new();

    public SelfDiagnosticsOptions CurrentValue { get; } = new();

    public static void Register(IServiceCollection services) => services.AddSingleton<IOptionsMonitor<SelfDiagnosticsOptions>>(One);

    public SelfDiagnosticsOptions Get(string? name) => CurrentValue;

    public IDisposable? OnChange(Action<SelfDiagnosticsOptions, string?> listener) => null;
}
