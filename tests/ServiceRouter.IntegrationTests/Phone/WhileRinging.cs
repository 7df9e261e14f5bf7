using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>What happens after the provider was asked to ring somebody and before the service has heard its answer.</summary>
internal sealed class WhileRinging
{
    /// <summary>A second counsellor; once.</summary>
    public Func<Task>? SecondRings { get; set; }

    /// <summary>A citizen; once.</summary>
    public Func<Task>? CitizenRings { get; set; }

    public void PutBetween(IServiceCollection services) =>
        services.PostConfigureAll<HttpClientFactoryOptions>(clients => clients.HttpMessageHandlerBuilderActions.Add(builder => builder.AdditionalHandlers.Add(new Holds(this))));

    private sealed class Holds(WhileRinging ringing) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!.AbsolutePath.EndsWith("/Calls.json", StringComparison.Ordinal) ? await request.Content!.ReadAsStringAsync(cancellationToken) : "";
            var answer = await base.SendAsync(request, cancellationToken);
            if (asked.Contains("second", StringComparison.Ordinal) && ringing.SecondRings is { } happens)
            {
                ringing.SecondRings = null;
                await happens();
            }
            if (asked.Contains("meet", StringComparison.Ordinal) && ringing.CitizenRings is { } happensThen)
            {
                ringing.CitizenRings = null;
                await happensThen();
            }
            return answer;
        }
    }
}
