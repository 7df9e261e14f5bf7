namespace ServiceRouter.Flows.Understanding;

/// <summary>How much a sentence is like those that were meant in a way, each from 0 to 1.</summary>
/// <param name="Cry">Like a cry for help.</param>
/// <param name="Distress">The kind of distress that it would be.</param>
/// <param name="Ask">Like an ask for a person in so many words.</param>
/// <param name="Hint">Like such an ask, or like one that is only implied.</param>
/// <param name="Words">How many different words it has.</param>
internal readonly record struct Likeness(double Cry, DistressKind Distress, double Ask, double Hint, int Words)
{
    private const int BriefWords = 7;
    private const int LongWords = 25;

    /// <summary>So few words that each of them weighs much: "je suis en couple" has half of "je suis à bout".</summary>
    public bool IsBrief => Words < BriefWords;

    /// <summary>So many that those of a whole story about something else outweigh one sentence in it.</summary>
    public bool IsLong => Words > LongWords;
}
