using MassTransit;

namespace ServiceRouter.Platform.Bus.Suspects;

/// <summary>Writes down each try of a message for as long as it lasts. Not what is between two tries: a message that waits for its database ends nothing.</summary>
internal sealed class MarkInHand(InHand inHand) : IFilter<ConsumeContext>
{
    public async Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        using (inHand.Take(context.ReceiveContext.GetMessageId() ?? Guid.Empty)) await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("markInHand");
}
