using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>
/// What may have ended a process waits, and what was in hand at two ends is handled by no third (docs/adr/0045, 0047). A bus in memory forgets what it had when the process ends; the node's
/// journal does not, so that ends are counted in every set-up (docs/adr/0114).
/// </summary>
internal static class SuspectsModule
{
    /// <summary>Why it is not handled any more, for who looks after the service.</summary>
    public const string Reason = "ended two processes";

    /// <summary>Before the bus and the journal: the first message of a life must not take the place of the last of the life before.</summary>
    public static IServiceCollection AddSuspects(this IServiceCollection services) => services
        .AddSingleton(sp => new InHand(Path.Combine(sp.GetRequiredService<IOptions<StorageOptions>>().Value.Directory, "in-hand"), sp.GetRequiredService<ILogger<InHand>>()))
        .AddSingleton<InHandInTime>().AddSingleton<FoundAtStart>().AddSingleton<CountEnds>()
        .AddHostedService<NoteSuspects>();

    /// <summary>After the endpoint's retries, so that a try is marked and what is between two is not.</summary>
    /// <param name="endpoint">Of a queue of ours.</param>
    /// <param name="queue">Its name.</param>
    /// <param name="waits">Whether what came back lets others go first, and waits for a database that is away.</param>
    /// <param name="context">The container.</param>
    public static void UseSuspicion(this IReceiveEndpointConfigurator endpoint, string queue, bool waits, IRegistrationContext context)
    {
        var (host, clock) = (context.GetRequiredService<IHostApplicationLifetime>(), context.GetRequiredService<TimeProvider>());
        var keep = KeepFailed.Of(queue, FailedBy.Returns, context, Reason);
        endpoint.ConfigureReceive(receive =>
        {
            // First: whoever has just ended with it notes that meanwhile.
            if (waits) receive.UseFilter(new WaitAfterReturns(clock, host));
            receive.UseFilter(new EndNoThird(context.GetRequiredService<CountEnds>(), keep, waits, host, clock, context.GetRequiredService<ILogger<EndNoThird>>()));
        });
        endpoint.UseFilter(new MarkInHand(context.GetRequiredService<InHandInTime>()));
    }
}
