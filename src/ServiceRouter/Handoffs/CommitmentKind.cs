namespace ServiceRouter.Handoffs;

/// <summary>The dated promises a handoff can be converted into, by the citizen's choice (G4).</summary>
public enum CommitmentKind
{
    CallBack,
    Appointment,
    Visit,
    Letter,
}
