using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ServiceRouter.PhoneSimulator.Rest;

/// <summary>The REST API 2010-04-01, as far as a service with phone and messages needs it.</summary>
public static class RestApi
{
    /// <summary>Maps <c>/2010-04-01/Accounts/…</c> below <paramref name="routes"/>.</summary>
    public static RouteGroupBuilder MapPhoneRestApi(this IEndpointRouteBuilder routes, PhoneNetwork network)
    {
        var group = routes.MapGroup("/2010-04-01/Accounts/{account}");
        group.AddEndpointFilter(new RestAccess(network));
        group.DisableAntiforgery(); // Every request carries its credentials.
        CallEndpoints.Map(group, network);
        QueueEndpoints.Map(group, network);
        ConferenceEndpoints.Map(group, network);
        ParticipantEndpoints.Map(group, network);
        MessageEndpoints.Map(group, network);
        group.MapFallback(RestAnswers.NotFound);
        return group;
    }
}
