using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client.Exceptions;

namespace ServiceRouter.Platform.Bus;

/// <summary>
/// The queues that the bus empties no more. MassTransit tries again after every failure of a connection but one: when the broker refuses the login, even once,
/// the loop of the queue ends, and nothing begins it again in this process (RabbitMqHostConfiguration ignores that failure for its retries; ReceiveTransport
/// then leaves its loop: docs/adr/0067).
/// </summary>
internal sealed class GivenUp(ILogger<GivenUp> log) : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<Uri, byte> queues = new();
    private int told;

    /// <summary>Some queue is, since a login was refused.</summary>
    public bool Any => !queues.IsEmpty;

    public Task Ready(ReceiveEndpointReady ready)
    {
        queues.TryRemove(ready.InputAddress, out _);
        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        if (!IsForGood(faulted.Exception) || !queues.TryAdd(faulted.InputAddress, 0)) return Task.CompletedTask;
        // Once, and not for each queue.
        if (Interlocked.Exchange(ref told, 1) == 0) log.LogCritical("The broker refuses the login: nothing is consumed until it takes it, and this node then ends to be started anew");
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    /// <summary>The question that MassTransit asks of a failure, in the same way.</summary>
    internal static bool IsForGood(Exception? failure) => failure?.GetBaseException() switch
    {
        AuthenticationFailureException => true,
        AggregateException several => several.InnerExceptions.Any(IsForGood),
        _ => false,
    };
}
