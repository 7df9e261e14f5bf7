using MassTransit;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>Writes down each try of a message for as long as it lasts. Not what is between two tries: a message that waits for its database ends nothing.</summary>
internal sealed class MarkInHand(InHandInTime inHand) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        var mark = await inHand.TakeAsync(context.ReceiveContext.GetMessageId() ?? Guid.Empty);
        try
        {
            await next.Send(context);
        }
        finally
        {
            await inHand.PutDownAsync(mark);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("markInHand");
}
