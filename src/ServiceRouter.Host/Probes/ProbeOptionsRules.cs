using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Probes;

internal sealed class ProbeOptionsRules : IValidateOptions<ProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, ProbeOptions options) =>
        options.TracesTo is { IsAbsoluteUri: false }
            ? ValidateOptionsResult.Fail($"Metrics:TracesTo is {options.TracesTo}, and must be a whole address such as http://localhost:4317")
            : ValidateOptionsResult.Success;
}
