using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Probes;

internal sealed class ProbeOptionsRules(IConfiguration configuration) : IValidateOptions<ProbeOptions>
{
    /// <summary>The variable of all programs that send traces; its exporter reads it too.</summary>
    public const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public ValidateOptionsResult Validate(string? name, ProbeOptions options)
    {
        var (setting, address) = options.TracesTo is { } to ? ("Metrics:TracesTo", to.OriginalString) : (Variable, configuration[Variable]);
        return string.IsNullOrEmpty(address) || EndpointOf(address) is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{setting} is {address}, and must be a whole address such as http://localhost:4317");
    }

    /// <summary>Null for what is none: "localhost:4317" is an address too, of the scheme "localhost".</summary>
    public static Uri? EndpointOf(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps) ? endpoint : null;
}
