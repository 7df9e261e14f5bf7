using ServiceRouter.Contracts.Desk;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Desk;

/// <summary>Short forms of what desks are told.</summary>
internal static class DeskTelling
{
    /// <summary>Tells the counsellor who has the handoff, if any, that something was said.</summary>
    public static void TellActivity(this Work work, Handoff handoff, Activity activity)
    {
        if (handoff is not { State: HandoffState.WithCounsellor, CounsellorId: { } counsellorId }) return;
        work.Tell(counsellorId, DeskEventKind.Activity, handoff, new { receipt = ReceiptCode.Print(handoff.Receipt), number = activity.Number }, ActivityView.Of(activity));
    }

    /// <summary>Tells a counsellor's desk the new state of a handoff.</summary>
    public static void TellChanged(this Work work, Handoff handoff, string counsellorId) =>
        work.Tell(counsellorId, DeskEventKind.HandoffChanged, handoff, new
        {
            receipt = ReceiptCode.Print(handoff.Receipt), state = handoff.State, version = handoff.Version,
        });

    /// <summary>The counsellor has one place more: told to the desk and to routing.</summary>
    public static void Freed(this Work work, Handoff handoff, string counsellorId)
    {
        work.TellChanged(handoff, counsellorId);
        work.Publish(handoff.Id, new CounsellorAvailable(counsellorId));
    }
}
