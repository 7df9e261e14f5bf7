namespace ServiceRouter.Flows.Understanding;

/// <summary>Says which procedure a sentence is about. Learns from the phrases files when the service starts; no file is written, nothing is learnt from citizens.</summary>
public sealed class ProcedureClassifier
{
    // Below: no procedure. Measured on flows/heard, see docs/understanding.md.
    private const double Enough = 0.25;
    private const double Sure = 0.5;
    private const float TermWeight = 1.5f;
    private const float NameWeight = 2.5f * TermWeight; // "rsa" stands for a procedure, "médecin" belongs to one

    private readonly string?[] procedures;
    private readonly (string Line, int Class, float Weight)[] terms;
    private readonly LinearModel model;

    private ProcedureClassifier(string?[] procedures, (string, int, float)[] terms, LinearModel model)
    {
        this.procedures = procedures;
        this.terms = terms;
        this.model = model;
    }

    /// <summary>The procedures that were learnt.</summary>
    public IReadOnlyList<string> Procedures => [.. procedures.OfType<string>()];

    /// <summary>Trains on the phrases; the same phrases always give the same classifier.</summary>
    /// <exception cref="ArgumentException">There are no phrases at all.</exception>
    public static ProcedureClassifier Train(IReadOnlyList<ProcedurePhrases> phrases)
    {
        if (phrases.Count == 0) throw new ArgumentException("No phrases to learn from.", nameof(phrases));
        string?[] procedures = [.. phrases.Select(p => p.Procedure).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), null];
        var index = new FeatureIndex();
        var sentences = phrases.SelectMany(p => p.Examples.Concat(p.Asks ?? []).Select(text => (Text: text, Class: Array.IndexOf(procedures, p.Procedure))))
            .AsParallel().AsOrdered().Select(s => (Features: SentenceFeatures.Of(s.Text), s.Class)).AsSequential()
            .Select(s => (index.Learn(s.Features), s.Class)).ToList();
        var terms = phrases.SelectMany(p => p.Terms.Select(t => ReadTerm(t, Array.IndexOf(procedures, p.Procedure))))
            .GroupBy(t => (t.Line, t.Class)).Select(same => same.MaxBy(t => t.Weight)).ToArray(); // "impôt" and "impôts" are one stem and count once
        return new ProcedureClassifier(procedures, terms, new LinearModel(index, sentences, procedures.Length));
    }

    /// <summary>Classifies one message. Never throws, whatever was typed.</summary>
    public ProcedureGuess Classify(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        var (scores, known) = model.Score(SentenceFeatures.Of(text));
        var line = TermLine(text);
        var named = new float[procedures.Length];
        foreach (var (term, to, weight) in terms)
        {
            if (!line.Contains(term, StringComparison.Ordinal)) continue;
            scores[to] += weight;
            named[to] = Math.Max(named[to], weight);
        }
        LinearModel.ToProbabilities(scores);
        var best = Array.IndexOf(scores, scores.Max());
        var likely = scores[best] >= Enough && (named.Any(weight => weight > 0) || known >= 0.34 || scores[best] >= Sure);
        return new ProcedureGuess(likely ? procedures[best] : null, scores[best], likely && named[best] > 0)
        {
            Alone = likely && named[best] >= NameWeight && named.Count(weight => weight > 0) == 1,
        };
    }

    // "carte grise = 3" weighs three times as much as "carte grise".
    private static (string Line, int Class, float Weight) ReadTerm(string term, int to)
    {
        var parts = term.Split('=', StringSplitOptions.TrimEntries);
        var times = parts.Length == 2 && float.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out var written) ? written : 1;
        return (TermLine(parts[0]), to, TermWeight * times);
    }

    private static string TermLine(string text) => PlainWords.Line(PlainWords.Of(text).Select(SentenceFeatures.Stem));
}
