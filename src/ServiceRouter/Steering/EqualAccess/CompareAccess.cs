namespace ServiceRouter.Steering.EqualAccess;

/// <summary>Holds every group against all who are not in it: against the whole, a group that is most of it would be held against itself.</summary>
internal static class CompareAccess
{
    public static IReadOnlyList<AccessComparison> Run(IReadOnlyCollection<AccessFact> facts)
    {
        var inOrder = facts.OrderBy(f => f.Waited).ThenBy(f => !f.WasAnswered).ToList();
        var found = Enum.GetValues<AccessSplit>().SelectMany(split => BySplit(inOrder.FindAll(f => f.IsKnown(split)), split)).ToList();
        // The more is compared the more differs by chance: the comparisons of one check share what is left to it (Bonferroni).
        return found.ConvertAll(pair => pair.Judged(EqualAccessRule.Chance / found.Count));
    }

    private static IEnumerable<Pair> BySplit(List<AccessFact> facts, AccessSplit split) =>
        from part in facts.Select(f => f.Part(split)).Distinct().OrderBy(part => part is null).ThenBy(part => part, StringComparer.Ordinal)
        let here = facts.Where(f => f.Part(split) == part).ToList()
        let elsewhere = facts.Where(f => f.Part(split) != part).ToList()
        from pair in new[]
        {
            Waits(here, elsewhere),
            Shares(AccessMeasure.LeftWithoutAnswer, here, elsewhere, f => f.HasEnded || f.WasAnswered, f => !f.WasAnswered),
            Shares(AccessMeasure.Discontent, here, elsewhere, f => f.Score is not null, f => f.Score <= EqualAccessRule.DiscontentUpTo),
        }
        where pair.Here.All >= EqualAccessRule.LeastPeople && pair.Elsewhere.All >= EqualAccessRule.LeastPeople
        select pair with { Split = split, Part = part };

    private static Pair Waits(List<AccessFact> here, List<AccessFact> elsewhere)
    {
        var (mine, theirs) = (NineInTen.Of(here), NineInTen.Of(elsewhere));
        var limit = EqualAccessRule.Limit(AccessMeasure.Wait, theirs);
        return new Pair(AccessMeasure.Wait, mine, theirs, Longer(here), Longer(elsewhere));

        // Who waits, or has left, short of the limit says nothing of it.
        Tally Longer(List<AccessFact> facts) => new(facts.Count(f => f.Waited.TotalSeconds > limit), facts.Count(f => f.WasAnswered || f.Waited.TotalSeconds > limit));
    }

    private static Pair Shares(AccessMeasure measure, List<AccessFact> here, List<AccessFact> elsewhere, Func<AccessFact, bool> counts, Func<AccessFact, bool> isBad)
    {
        var (mine, theirs) = (Count(here), Count(elsewhere));
        return new Pair(measure, mine.Share, theirs.Share, mine, theirs);

        Tally Count(List<AccessFact> facts) => new(facts.Count(f => counts(f) && isBad(f)), facts.Count(counts));
    }

    private sealed record Pair(AccessMeasure Measure, double Value, double ValueElsewhere, Tally Here, Tally Elsewhere)
    {
        public AccessSplit Split { get; init; }
        public string? Part { get; init; }

        public AccessComparison Judged(double chance)
        {
            var uneven = Value > EqualAccessRule.Limit(Measure, ValueElsewhere);
            return new AccessComparison(Split, Part, Measure, Here.All, Math.Round(Value, 4), Math.Round(ValueElsewhere, 4), uneven, uneven && Tally.Chance(Here, Elsewhere) < chance);
        }
    }
}
