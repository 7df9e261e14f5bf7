using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServiceRouter.Platform.Bus.Suspects;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.Bus;

/// <summary>
/// The end of the way of a failed message: its bytes become a row, whatever they are, and go no further. It comes back from a node that ends in order, and from one whose
/// line was lost, for as long as the database is away, and keeps its words; they go only when three processes ended with it in hand, when it came back forty times or when the keeping itself fails three times (docs/adr/0083).
/// </summary>
/// <param name="place">Queue in which it failed, without <c>_error</c> and <c>_skipped</c>.</param>
/// <param name="failedBy">How it failed.</param>
/// <param name="box">Makes the row.</param>
/// <param name="inHand">Written down for as long as a try lasts.</param>
/// <param name="ends">How many processes ended with it.</param>
/// <param name="host">A node that ends gives it back.</param>
/// <param name="clock">Time.</param>
/// <param name="log">Names failures without their words.</param>
/// <param name="reason">Why, for who looks after the service, where no header says it.</param>
internal sealed class KeepFailed(
    string place, FailedBy failedBy, Lazy<IDeadLetterBox> box, InHandInTime inHand, CountEnds ends, IHostApplicationLifetime host, TimeProvider clock, ILogger<KeepFailed> log, string? reason = null)
    : IFilter<ReceiveContext>
{
    // Nothing takes over from this queue: of what ends the process, or makes the keeping itself fail, only the identity is read, and if that fails too, nothing.
    private const int TriesWithBody = 3;
    private const int TriesWithIdentity = 3;

    // With two no consumer handles it any more: the third was here.
    private const int MostEnds = EndNoThird.MostEnds + 1;

    // For what no node could write down: it has no id, or the nodes have no disk. The queue before this one lets a message go after twenty, and what moves it from there copies its count.
    private const int MostReturns = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>With the parts that the container has.</summary>
    public static KeepFailed Of(string place, FailedBy failedBy, IRegistrationContext context, string? reason = null) => new(
        place, failedBy, context.GetRequiredService<Lazy<IDeadLetterBox>>(), context.GetRequiredService<InHandInTime>(), context.GetRequiredService<CountEnds>(),
        context.GetRequiredService<IHostApplicationLifetime>(), context.GetRequiredService<TimeProvider>(), context.GetRequiredService<ILogger<KeepFailed>>(), reason);

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var id = context.GetMessageId() ?? Guid.Empty;
        FailedMessage? failed = null;
        var faults = 0;
        while (true)
        {
            var mark = await inHand.TakeAsync(id);
            try
            {
                failed ??= Read(context);
                var left = faults < TriesWithBody && await EndsProcessesAsync(context, id, host.ApplicationStopping).WaitAsync(host.ApplicationStopping) ? failed.WithIdentityOnly() : failed;
                // A statement ends at the server, which may be silent: a node that ends leaves it there. Kept a second time it adds nothing.
                await box.Value.KeepAsync(AfterFaults(left, faults), host.ApplicationStopping).WaitAsync(host.ApplicationStopping);
                return;
            }
            catch (Exception e) when (!host.ApplicationStopping.IsCancellationRequested)
            {
                if (!StorageFailure.IsAway(e)) faults++;
                log.LogWarning("Failed message {MessageId} of {Queue} is not kept yet ({Failure}); it is tried again", id, place, e.GetType().Name);
            }
            catch (Exception)
            {
                // Back to its queue: another node keeps it, or this one after its start.
                throw new OperationCanceledException("The service stops");
            }
            finally
            {
                await inHand.PutDownAsync(mark);
            }
            await Task.Delay(Pause, clock, host.ApplicationStopping);
        }
    }

    private async Task<bool> EndsProcessesAsync(ReceiveContext context, Guid id, CancellationToken ct)
    {
        var returns = BrokerHeaders.Returns(context);
        if (returns == 0) return false;
        return returns >= MostReturns || (id != Guid.Empty && await ends.RunAsync(id, ct) >= MostEnds);
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
