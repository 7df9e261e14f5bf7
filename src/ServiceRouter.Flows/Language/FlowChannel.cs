namespace ServiceRouter.Flows.Language;

/// <summary>How the citizen is talking: it decides which form of a text is used, and what the exit looks like.</summary>
public enum FlowChannel
{
    Web,
    Voice,
    Sms,
}
