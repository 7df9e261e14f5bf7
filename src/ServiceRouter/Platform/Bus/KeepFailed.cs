using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Bus;

/// <summary>The end of the way of a failed message: its bytes become a row, whatever they are, and go no further.</summary>
/// <param name="place">Queue in which it failed, without <c>_error</c> and <c>_skipped</c>.</param>
/// <param name="failedBy">How it failed.</param>
/// <param name="box">Makes the row.</param>
/// <param name="host">A node that ends gives it back.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Names failures without their words.</param>
/// <param name="reason">Why, for who looks after the service, where no header says it.</param>
internal sealed class KeepFailed(
    string place, FailedBy failedBy, Lazy<IDeadLetterBox> box, IHostApplicationLifetime host, TimeProvider clock, ILogger<KeepFailed> log, string? reason = null) : IFilter<ReceiveContext>
{
    // Nothing takes over from this queue: of what ends the process, or makes the keeping itself fail, only the identity is read, and if that fails too, nothing.
    private const int TriesWithBody = 3;
    private const int TriesWithIdentity = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var failed = Read(context);
        if (BrokerHeaders.Returns(context) >= TriesWithBody) failed = failed.WithIdentityOnly();
        var faults = 0;
        while (true)
        {
            try
            {
                await box.Value.KeepAsync(AfterFaults(failed, faults), host.ApplicationStopping);
                return;
            }
            catch (Exception e) when (!host.ApplicationStopping.IsCancellationRequested)
            {
                if (!StorageFailure.IsAway(e)) faults++;
                log.LogWarning("Failed message {MessageId} of {Queue} is not kept yet ({Failure}); it is tried again", failed.Id, place, e.GetType().Name);
            }
            catch (Exception)
            {
                // Back to its queue: another node keeps it, or this one after its start.
                throw new OperationCanceledException("The service stops");
            }
            await Task.Delay(Pause, clock, host.ApplicationStopping);
        }
    }

    private static FailedMessage AfterFaults(FailedMessage failed, int faults) => faults switch
    {
        < TriesWithBody => failed,
        < TriesWithBody + TriesWithIdentity => failed.WithIdentityOnly(),
        _ => failed.WithoutBody(),
    };

    public void Probe(ProbeContext context) => context.CreateFilterScope("keepFailed");

    private FailedMessage Read(ReceiveContext context)
    {
        var headers = context.TransportHeaders;
        // A failure of ours has the type of its cause in place of a text.
        var type = BrokerHeaders.Text(headers, MessageHeaders.FaultExceptionType);
        var cause = type == Named<MessageFailedException>() ? BrokerHeaders.Text(headers, MessageHeaders.FaultMessage) : type;
        var from = BrokerHeaders.Text(headers, "x-first-death-queue") ?? place;
        return ReadFailedMessage.Of(failedBy, from, context.Body.GetBytes(), context.GetMessageId(), cause ?? BrokerHeaders.Text(headers, "x-first-death-reason") ?? reason, clock.GetUtcNow());
    }

    // MassTransit writes types as C# does: the namespace, a dot, the name.
    private static string Named<T>() => typeof(T).FullName!;
}
