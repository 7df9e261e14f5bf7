using System.Text.Json.Serialization;
using ServiceRouter.Platform;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>What people are told apart by. Stored by name.</summary>
[JsonConverter(typeof(EnumName<AccessSplit>))]
public enum AccessSplit
{
    Territory,
    Channel,
    Language,
    /// <summary>How somebody wants to be spoken with.</summary>
    Need,
}

/// <summary>What is compared. Stored by name.</summary>
[JsonConverter(typeof(EnumName<AccessMeasure>))]
public enum AccessMeasure
{
    /// <summary>Seconds until nine in ten had an answer: a human word, a date, or a counsellor's attempt to reach them.</summary>
    Wait,
    /// <summary>Share, 0 to 1, of those whose request has ended or was answered that no person had answered when it ended.</summary>
    LeftWithoutAnswer,
    /// <summary>Share, 0 to 1, of the ratings that are bad.</summary>
    Discontent,
}

/// <summary>One group of people beside all others.</summary>
/// <param name="Split">What tells the group apart.</param>
/// <param name="Part">Code of the group; null when the citizen did not say.</param>
/// <param name="Measure">What is compared.</param>
/// <param name="People">How many of the group it is about.</param>
/// <param name="Here">Value of the group: seconds or a share.</param>
/// <param name="Elsewhere">Value of all others.</param>
/// <param name="IsUneven">Worse by more than <see cref="EqualAccessRule"/> takes for equal.</param>
/// <param name="IsGap">And so much that chance is no explanation.</param>
public sealed record AccessComparison(
    AccessSplit Split, string? Part, AccessMeasure Measure, int People, double Here, double Elsewhere, bool IsUneven, bool IsGap);
