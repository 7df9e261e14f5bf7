namespace ServiceRouter.Handoffs;

/// <summary>Why routing asked a counsellor: what it found. <c>Desk/OfferReasons</c> says it in words, which are stored with the offer.</summary>
/// <param name="Reach">Where the counsellor was looked for.</param>
/// <param name="SpeaksLanguage">The language of the request.</param>
/// <param name="KnowsSkill">The skill of the request.</param>
/// <param name="Rank">Of the request.</param>
/// <param name="AtHead">It stood at the head of its rank.</param>
internal sealed record OfferReason(Reach Reach, bool SpeaksLanguage, bool KnowsSkill, HandoffRank Rank, bool AtHead)
{
    /// <summary>Nothing brought the request forward but its age. One that did overtake may have left older ones behind it.</summary>
    public bool IsOldest => Rank == HandoffRank.Ordinary && !AtHead;
}

/// <summary>Where a counsellor was looked for, and why not nearer to the citizen.</summary>
internal enum Reach
{
    OwnDepartment,
    /// <summary>No counsellor of the département is on line.</summary>
    NobodyThereOnLine,
    /// <summary>Those of the département who may be asked have no place left.</summary>
    ThereBusy,
    /// <summary>All of the département on line declined it, missed it or handed it on lately.</summary>
    ThereNotNow,
    NoDepartmentGiven,
    /// <summary>The colleague to whom it was handed.</summary>
    WantedColleague,
    /// <summary>The counsellor who agreed on the appointment or visit whose date has come, or promised the letter that is to be done.</summary>
    AgreedWithThem,
    /// <summary>The counsellor whose telephone was cut off while they talked.</summary>
    CutOff,
    /// <summary>One of the group of its skill, to which a colleague handed it.</summary>
    Group,
}
