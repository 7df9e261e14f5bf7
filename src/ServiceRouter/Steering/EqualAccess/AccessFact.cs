using System.Text.Json;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Steering.EqualAccess;

/// <summary>What one request says of equal access.</summary>
/// <param name="Territory">Département code; null when the citizen did not say.</param>
/// <param name="Channel">Channel of the asking.</param>
/// <param name="Language">Two-letter code.</param>
/// <param name="Need">How they want to be spoken with; null when they said nothing.</param>
/// <param name="Waited">From the asking to the answer; without one, to the end of the request or to now.</param>
/// <param name="WasAnswered">By a human word, by a date, or by a counsellor's attempt. Without, <paramref name="Waited"/> is only the least that the wait will have been.</param>
/// <param name="HasEnded">Nothing more will come.</param>
/// <param name="Score">1 to 5; null without a rating.</param>
/// <param name="IsNeedKept">False where a need that was told may be erased: nobody can say any more whether there was one.</param>
internal sealed record AccessFact(string? Territory, string Channel, string Language, AccessNeed? Need, TimeSpan Waited, bool WasAnswered, bool HasEnded, int? Score, bool IsNeedKept = true)
{
    /// <summary>Whether it can be told to which group it belongs.</summary>
    public bool IsKnown(AccessSplit split) => split != AccessSplit.Need || IsNeedKept;

    public string? Part(AccessSplit split) => split switch
    {
        AccessSplit.Territory => Territory,
        AccessSplit.Channel => Channel,
        AccessSplit.Language => Language,
        // As on the wire.
        _ => Need is { } need ? JsonNamingPolicy.CamelCase.ConvertName(need.ToString()) : null,
    };
}
