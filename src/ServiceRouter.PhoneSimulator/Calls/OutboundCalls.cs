namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Calls that the service starts by REST.</summary>
internal static class OutboundCalls
{
    /// <summary>The leg is given before it begins, so that its first status can be told in the answer.</summary>
    public static void Begin(CallLeg leg, Step whenAnswered, TimeSpan timeout) => leg.Network.Activity.Run(async () =>
    {
        Step next;
        try
        {
            var status = await Ringing.RingAsync(leg, timeout);
            next = status == CallStatus.InProgress ? whenAnswered : new HangUp(status);
        }
        catch (CallInterrupted interrupted)
        {
            next = interrupted.Interruption is Moved moved ? moved.Next : new HangUp();
        }

        await LegFlow.RunAsync(leg, next);
    });
}
