namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Hears asks and cries that no rule foresaw: by their likeness to the sentences of <see cref="HeardSentences"/>, learnt when the service starts. It stands behind the rules: what
/// its likeness adds to theirs, and the little that it takes, is in <see cref="Listener"/>. Why there is one, and how well it hears what it never saw: docs/adr/0085.
/// </summary>
internal sealed class LearntEar
{
    // Of fewer words too little is known: "non", a name, a postcode. The rules know the short asks and cries.
    private const int FewestWords = 4;
    // A sentence in a language that it never saw is like nothing.
    private const double LeastKnown = 0.5;

    private static readonly DistressKind[] Kinds = [.. Enum.GetValues<DistressKind>().Where(kind => kind != DistressKind.Unknown)];

    private readonly LinearModel cries;
    private readonly LinearModel asks;
    private readonly LinearModel hints;
    private readonly LinearModel kinds;

    private LearntEar(LinearModel cries, LinearModel asks, LinearModel hints, LinearModel kinds)
    {
        (this.cries, this.asks, this.hints, this.kinds) = (cries, asks, hints, kinds);
    }

    /// <summary>Trains; the same sentences always give the same ear. Null where cries, asks or plain sentences are missing: what was never heard would be like nothing, and silence the rules.</summary>
    /// <param name="heard">Sentences and what was meant.</param>
    /// <param name="phrases">What is asked about procedures and about nothing.</param>
    public static LearntEar? Train(IReadOnlyList<HeardSentence> heard, IReadOnlyList<ProcedurePhrases> phrases)
    {
        if (new[] { HeardKind.Cry, HeardKind.Ask, HeardKind.Neither }.Except(heard.Select(s => s.Kind)).Any()) return null;
        var index = new FeatureIndex();
        var all = heard.Select(s => (s.Kind, s.Text))
            .Concat(phrases.SelectMany(p => p.Examples).Select(text => (Kind: HeardKind.Neither, Text: text)))
            .Concat(phrases.SelectMany(p => p.Asks ?? []).Select(text => (Kind: HeardKind.Hint, Text: text)))
            .AsParallel().AsOrdered().Select(s => (s.Kind, Features: WordFeatures.Of(s.Text))).AsSequential()
            .Select(s => (s.Kind, Features: index.Learn(s.Features))).ToList();
        return new LearntEar(
            Yes(index, all, kind => kind == HeardKind.Cry, _ => true),
            // What may be an ask teaches neither yes nor no about asks in so many words; a cry gets a person anyway.
            Yes(index, all, kind => kind == HeardKind.Ask, kind => kind != HeardKind.Hint),
            Yes(index, all, kind => kind is HeardKind.Ask or HeardKind.Hint, kind => kind != HeardKind.Cry),
            new LinearModel(
                index,
                // What was heard comes first in all.
                [.. from lesson in heard.Zip(all, (s, learnt) => (Heard: s, learnt.Features))
                    where lesson.Heard.Kind == HeardKind.Cry
                    let kind = lesson.Heard.Distress ?? Distress.Suspect(lesson.Heard.Text)?.Kind
                    where kind is not null
                    select (lesson.Features, Array.IndexOf(Kinds, kind.Value))],
                Kinds.Length));
    }

    /// <summary>Like nothing at all for a sentence of which too little is known. Never throws, whatever was typed.</summary>
    public Likeness Hear(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        var features = WordFeatures.Of(text);
        var words = features.Keys.Count(name => name.Kind == WordFeatures.Word);
        if (words < FewestWords) return default;
        var (cry, known) = cries.Score(features);
        return known < LeastKnown ? default : new Likeness(Share(cry), KindOf(features), Share(asks.Score(features).Scores), Share(hints.Score(features).Scores), words);
    }

    private DistressKind KindOf(Dictionary<FeatureName, float> features)
    {
        var (scores, _) = kinds.Score(features);
        return Kinds[Array.IndexOf(scores, scores.Max())];
    }

    private static LinearModel Yes(FeatureIndex index, List<(HeardKind Kind, Feature[] Features)> all, Func<HeardKind, bool> yes, Func<HeardKind, bool> counts) =>
        new(index, [.. all.Where(s => counts(s.Kind)).Select(s => (s.Features, yes(s.Kind) ? 1 : 0))], 2);

    private static double Share(float[] scores)
    {
        LinearModel.ToProbabilities(scores);
        return scores[1];
    }
}
