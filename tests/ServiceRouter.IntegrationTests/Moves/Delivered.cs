using System.Reflection;
using MassTransit;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>The context in which a consumer meets a message, without a transport: message and id. Consumers of ours ask for nothing else. Public and open, because a proxy is derived from it.</summary>
public class Delivered : DispatchProxy
{
    private Guid messageId;
    private object message = null!;

    public static ConsumeContext<TMessage> Of<TMessage>(TMessage message, Guid messageId)
        where TMessage : class
    {
        var context = Create<ConsumeContext<TMessage>, Delivered>();
        var self = (Delivered)(object)context;
        (self.message, self.messageId) = (message, messageId);
        return context;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        "get_Message" => message,
        "get_MessageId" => messageId,
        "get_CancellationToken" => TestContext.Current.CancellationToken,
        var other => throw new NotSupportedException($"A delivered message has no {other}"),
    };
}
