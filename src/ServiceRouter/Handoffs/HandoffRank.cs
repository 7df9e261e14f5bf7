namespace ServiceRouter.Handoffs;

/// <summary>The published ranks of the queue, highest first. Channel, skill and refusal of the assistant never change the rank (G7, G11).</summary>
public enum HandoffRank
{
    /// <summary>Danger, violence, suicide, no shelter.</summary>
    Distress = 0,
    /// <summary>Everybody else, by age.</summary>
    Ordinary = 1,
}
