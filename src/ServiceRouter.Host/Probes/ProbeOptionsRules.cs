using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Probes;

internal sealed class ProbeOptionsRules : IValidateOptions<ProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, ProbeOptions options) =>
        // "localhost:4317" is an address too, of the scheme "localhost".
        options.TracesTo is { } to && !(to.IsAbsoluteUri && (to.Scheme == Uri.UriSchemeHttp || to.Scheme == Uri.UriSchemeHttps))
            ? ValidateOptionsResult.Fail($"Metrics:TracesTo is {options.TracesTo}, and must be a whole address such as http://localhost:4317")
            : ValidateOptionsResult.Success;
}
