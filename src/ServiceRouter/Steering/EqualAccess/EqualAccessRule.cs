namespace ServiceRouter.Steering.EqualAccess;

/// <summary>
/// What equal access means here, chosen and published (docs/adr/0057): whoever asks for a person waits as long, is answered as often and leaves as content as all
/// others, whatever the département, the channel, the language and the way in which they need to be spoken with. The page /algorithmes tells these very numbers.
/// </summary>
public static class EqualAccessRule
{
    /// <summary>Requests asked in this time before now are compared; by need only those of <c>Jobs:WordsKept</c> where that is shorter, since needs are erased with the words.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(7);

    /// <summary>A group is compared from this many people on, with at least as many others; of fewer a difference says nothing, and may say something of one of them.</summary>
    public const int LeastPeople = 30;

    /// <summary>So many times the value of the others is still equal.</summary>
    public const double MostTimes = 1.25;

    /// <summary>A longer wait is told from this difference on: nobody is left behind by seconds.</summary>
    public static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(30);

    /// <summary>A share, 0 to 1, is told from this difference on.</summary>
    public const double LeastShare = 0.02;

    /// <summary>How often, 0 to 1, one whole check may raise an alarm although nothing but chance is behind it.</summary>
    public const double Chance = 0.001;

    /// <summary>Scores, 1 to 5, that say that somebody is not content.</summary>
    public const int DiscontentUpTo = 2;

    internal static double Limit(AccessMeasure measure, double elsewhere) =>
        Math.Max(MostTimes * elsewhere, elsewhere + (measure == AccessMeasure.Wait ? LeastWait.TotalSeconds : LeastShare));
}
