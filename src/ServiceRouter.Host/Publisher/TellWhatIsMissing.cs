using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Publisher;

/// <summary>
/// Says at the start what the law asks for and the settings do not have. It does not stop the start: a missing name must keep nobody from the way to a person.
/// </summary>
internal sealed class TellWhatIsMissing(IOptions<PublisherOptions> options, IHostEnvironment environment, ILogger<TellWhatIsMissing> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (environment.IsProduction() && Missing(options.Value).ToList() is { Count: > 0 } missing)
            log.LogWarning("The legal pages say that nobody has named what the law asks for; not set: {Settings}", string.Join(", ", missing));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static IEnumerable<string> Missing(PublisherOptions options) =>
        from setting in (IEnumerable<(string Key, string Value)>)
        [
            (nameof(options.Name), options.Name), (nameof(options.Address), options.Address), (nameof(options.Director), options.Director),
            (nameof(options.HostedBy), options.HostedBy), (nameof(options.Contact), options.Contact), (nameof(options.DataProtection), options.DataProtection),
        ]
        where setting.Value.Length == 0
        select $"{PublisherOptions.Section}:{setting.Key}";
}
