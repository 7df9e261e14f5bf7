namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>Decides whether a fiche is about a question at all. A rank alone cannot: the best of wrong fiches also comes first.</summary>
internal sealed class AnswerBar
{
    // Calibrated on the questions of the tests (SearchQuestions): nine in ten find their fiche, and no off-topic one finds any.
    private const double LeastCoverage = 0.5;
    // One word alone ("vendre sur Vinted"), or none in the title, is enough only when there is little else in the question.
    private const double LeastCoverageWeak = 0.75;

    private readonly Dictionary<string, (HashSet<string> Title, HashSet<string> All)> stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> fichesWith = new(StringComparer.Ordinal);

    public AnswerBar(IEnumerable<Fiche> fiches, FrenchAnalysis french)
    {
        foreach (var fiche in fiches)
        {
            HashSet<string> title = [.. french.Stems(fiche.Title)];
            HashSet<string> all = [.. title, .. french.Stems(fiche.Text)];
            stems[fiche.Id] = (title, all);
            foreach (var stem in all)
                fichesWith[stem] = fichesWith.GetValueOrDefault(stem) + 1;
        }
    }

    /// <summary>Every stem of the fiches.</summary>
    public IEnumerable<string> Stems => fichesWith.Keys;

    /// <summary>The share of the question's words, weighed by rarity, that the fiche holds; null when it is too small.</summary>
    public double? Coverage(IReadOnlyList<IReadOnlyList<string>> words, Fiche fiche)
    {
        var (title, all) = stems[fiche.Id];
        double asked = 0, held = 0;
        var (named, count) = (false, 0);
        foreach (var meanings in words)
        {
            var weight = Weight(meanings[0]);
            asked += weight;
            if (!meanings.Any(all.Contains))
                continue;
            held += weight;
            count++;
            named |= meanings.Any(title.Contains);
        }

        var share = asked > 0 ? held / asked : 0;
        return share >= (named && count > 1 ? LeastCoverage : LeastCoverageWeak) && (named || count > 1) ? share : null;
    }

    // The rarity of BM25. A word that no fiche holds is the rarest: counted lighter, "compte Instagram bloqué" found the bank account of a succession.
    private double Weight(string stem)
    {
        var with = fichesWith.GetValueOrDefault(stem);
        return Math.Log(1 + ((stems.Count - with + 0.5) / (with + 0.5)));
    }
}
