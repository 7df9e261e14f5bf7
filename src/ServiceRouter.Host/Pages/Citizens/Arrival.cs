namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>
/// When a request reached this node. What is done in its name may be done much later, on a machine that was asleep in between or with a body that
/// came slowly: whoever pressed a button did so before (docs/adr/0046).
/// </summary>
internal static class Arrival
{
    /// <summary>Noted before anything else is done.</summary>
    public static void UseArrival(this IApplicationBuilder app)
    {
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use((context, next) =>
        {
            context.Items[typeof(Arrival)] = clock.GetUtcNow();
            return next(context);
        });
    }

    /// <returns>UTC; null for a request that came another way.</returns>
    public static DateTimeOffset? Of(HttpContext context) => context.Items[typeof(Arrival)] as DateTimeOffset?;
}
