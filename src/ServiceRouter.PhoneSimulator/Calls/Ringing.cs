using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>Rings the phone at the other end of a leg that the service makes.</summary>
internal static class Ringing
{
    /// <returns>in-progress, busy, no-answer or failed; the leg is told only of in-progress.</returns>
    public static async Task<string> RingAsync(CallLeg leg, TimeSpan timeout)
    {
        var plan = leg.Network.Book.Plan(leg.Origin.To);
        leg.Become(CallStatus.Initiated);
        if (plan.Answer == PhoneAnswer.Unreachable)
        {
            leg.Network.Report(leg, 13224, $"{leg.Origin.To} cannot be reached", "");
            return CallStatus.Failed;
        }

        if (plan.Answer == PhoneAnswer.Busy)
        {
            await leg.PassAsync(plan.After);
            return CallStatus.Busy;
        }

        leg.Become(CallStatus.Ringing);
        leg.Network.Rings(leg);
        var isTaken = plan.Answer == PhoneAnswer.Answers && plan.After < timeout;
        if (!await IsAnsweredAsync(leg, isTaken ? plan.After : timeout, isTaken))
            return leg.Network.Time.GetUtcNow() - leg.StartedAt < timeout ? CallStatus.Busy : CallStatus.NoAnswer;
        leg.PressesWhenAsked = plan.Presses;
        leg.Become(CallStatus.InProgress);
        if (plan.HangsUpAfter is { } span)
            leg.Network.After(span, () => leg.Call.HangsUp());
        return CallStatus.InProgress;
    }

    // By hand goes before the plan, so that a test may be quicker than its phone book.
    private static async Task<bool> IsAnsweredAsync(CallLeg leg, TimeSpan time, bool atTheEnd)
    {
        var start = leg.Network.Time.GetTimestamp();
        while (await leg.Mailbox.NextAsync(time - leg.Network.Time.GetElapsedTime(start)) is { } item)
            if (item is RingAnswered byHand)
                return byHand.Accepts;
        return atTheEnd;
    }
}
