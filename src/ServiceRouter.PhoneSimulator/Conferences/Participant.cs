using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.Conferences;

/// <summary>One leg in a conference, and how it takes part.</summary>
internal sealed class Participant(CallLeg leg)
{
    public CallLeg Leg => leg;

    public string? Label { get; init; }

    public bool StartsOnEnter { get; init; } = true;

    public bool EndsOnExit { get; set; }

    public bool IsMuted { get; set; }

    public bool IsOnHold { get; set; }

    public Ask? HoldMusic { get; set; }

    /// <summary>Played until the conference begins; silence or the network's own music when absent.</summary>
    public Ask? WaitMusic { get; init; }

    /// <summary>The only leg that hears this one.</summary>
    public string? Coaches { get; set; }

    public Ask? Announcement { get; set; }

    /// <summary>Put out, or the conference is over: its flow goes on behind the conference.</summary>
    public bool IsOut { get; set; }

    /// <summary>Why it left, in the provider's words.</summary>
    public string LeftBecause { get; set; } = "participant_hung_up";

    /// <summary>Its own flow is not in the conference any more.</summary>
    public bool IsLeft { get; set; }

    public void Turn() => leg.Mailbox.Interrupt(new ConferenceTurn { Stale = () => IsLeft });
}
