using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>What happens after the provider was asked to ring a second counsellor and before the service has heard its answer.</summary>
internal sealed class WhileRinging
{
    /// <summary>Once.</summary>
    public Func<Task>? SecondRings { get; set; }

    public void PutBetween(IServiceCollection services) =>
        services.PostConfigureAll<HttpClientFactoryOptions>(clients => clients.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new Holds(this))));

    private sealed class Holds(WhileRinging ringing) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var rings = request.RequestUri!.AbsolutePath.EndsWith("/Calls.json", StringComparison.Ordinal)
                && (await request.Content!.ReadAsStringAsync(cancellationToken)).Contains("second", StringComparison.Ordinal);
            var answer = await base.SendAsync(request, cancellationToken);
            if (!rings || ringing.SecondRings is not { } happens) return answer;
            ringing.SecondRings = null;
            await happens();
            return answer;
        }
    }
}
