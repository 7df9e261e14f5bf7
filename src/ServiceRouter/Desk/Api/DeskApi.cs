using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Platform;

namespace ServiceRouter.Desk.Api;

/// <summary>The counsellor's screen for programs: the same use cases. The host adds prefix and sign-in.</summary>
public static class DeskApi
{
    /// <summary>Settings of the API: enums by name in lower camel case.</summary>
    public static IServiceCollection AddDeskApi(this IServiceCollection services) =>
        services.AddSingleton<LivingDesk>().ConfigureHttpJsonOptions(json => WireJson.AddEnumNames(json.SerializerOptions));

    /// <summary>Maps all of it under the group given. Each call needs a signed-in counsellor and renews the lease.</summary>
    public static void MapDeskApi(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("").WithTags("desk").AddEndpointFilter<LivingDesk>()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        PresenceApi.Map(desk);
        EventsApi.Map(desk);
        OffersApi.Map(desk);
        HandoffsApi.Map(desk);
        TalkApi.Map(desk);
        EndingApi.Map(desk);
    }
}

/// <summary>Whoever calls is known and alive.</summary>
internal sealed class LivingDesk(EnsureCounsellor ensure, KeepLease lease) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (person, ct) = (SignedInCounsellor.From(context.HttpContext.User), context.HttpContext.RequestAborted);
        await ensure.RunAsync(person, ct);
        await lease.TouchAsync(person.Id, ct);
        return await next(context);
    }
}
