namespace ServiceRouter.Flows.Understanding;

/// <summary>What kind of distress: it decides the numbers given at once.</summary>
public enum DistressKind
{
    /// <summary>Not used.</summary>
    Unknown = 0,

    /// <summary>Thoughts of suicide, one's own or someone else's.</summary>
    Suicide = 1,

    /// <summary>Danger to life now: medical, fire, accident, intruder.</summary>
    Danger = 2,

    /// <summary>Violence or threats, at home or outside.</summary>
    Violence = 3,

    /// <summary>A child is in danger, or the child writes.</summary>
    ChildInDanger = 4,

    /// <summary>No shelter tonight, or nothing left to eat.</summary>
    NoShelter = 5,

    /// <summary>A farmer or farm worker at the end of their strength.</summary>
    FarmDistress = 6,
}

/// <summary>What <see cref="Distress"/> found.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rule">Name of the rule that matched, for logs. Holds nothing of what was typed.</param>
/// <param name="Certain">False when only a grave word was met, which a clear question about a procedure outweighs.</param>
public sealed record DistressFinding(DistressKind Kind, string Rule, bool Certain = true);
