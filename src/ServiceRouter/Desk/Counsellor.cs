namespace ServiceRouter.Desk;

/// <summary>A France Services counsellor as the desk knows one: who, what for, and whether on line.</summary>
public sealed class Counsellor
{
    /// <summary>Account name, from sign-in.</summary>
    public required string Id { get; init; }
    public required string FirstName { get; set; }
    public required string LastName { get; set; }
    /// <summary>Quality shown to the citizen (CRPA L.111-2), for example "Conseillère France services".</summary>
    public required string Quality { get; set; }
    /// <summary>Shown instead of the name when safety asks for it; then <see cref="AliasReason"/> is recorded.</summary>
    public string? Alias { get; set; }
    public string? AliasReason { get; set; }
    public required string SpaceName { get; set; }
    /// <summary>Département code of the space.</summary>
    public required string Territory { get; set; }
    public string[] Skills { get; set; } = [];
    public string[] Languages { get; set; } = ["fr"];

    /// <summary>Telephone at which calls are taken, as it is dialled (+33… or sip:…); null: none.</summary>
    public string? Phone { get; set; }

    public Presence Presence { get; set; } = Presence.Offline;
    /// <summary>Conversations at once, 1 to 10.</summary>
    public int Capacity { get; set; } = 1;
    /// <summary>End of the lease over all assignments; renewed while a desk of this counsellor is alive (G8).</summary>
    public DateTimeOffset LeaseUntil { get; set; }
    /// <summary>Offers in a row that ran out unanswered.</summary>
    public int MissedOffers { get; set; }
    public DateTimeOffset LastOfferAt { get; set; }
    /// <summary>Compare-and-set token.</summary>
    public int Version { get; set; }

    /// <summary>The name the citizen sees: alias, or first name and name.</summary>
    public string ShownName => Alias ?? $"{FirstName} {LastName}".Trim();
}

/// <summary>Stored by name.</summary>
public enum Presence
{
    Offline,
    Away,
    Available,
}
