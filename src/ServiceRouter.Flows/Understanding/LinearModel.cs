namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Multinomial logistic regression over sparse features, trained in this process in well under a second.
/// The same sentences give the same weights: no randomness, the order is a fixed stride through the list.
/// </summary>
internal sealed class LinearModel
{
    private const int Passes = 14;
    private const double Rate = 1.6;
    private const double Shrink = 2e-6;

    private readonly FeatureIndex index;
    private readonly float[] weights;
    private readonly double[] bias;
    private readonly int classes;

    /// <param name="index">Has learnt all of the sentences.</param>
    /// <param name="sentences">Their features, and the class of each.</param>
    /// <param name="classes">How many there are.</param>
    public LinearModel(FeatureIndex index, IReadOnlyList<(Feature[] Features, int Class)> sentences, int classes)
    {
        this.index = index;
        this.classes = classes;
        bias = new double[classes];
        weights = new float[index.Count * classes];
        var gradient = new double[classes];
        var stride = Stride(sentences.Count);
        for (var pass = 0; pass < Passes; pass++)
        {
            var rate = Rate / (1 + (0.15 * pass));
            for (int k = 0, at = pass % Math.Max(1, sentences.Count); k < sentences.Count; k++, at = (at + stride) % sentences.Count)
                Step(sentences[at].Features, sentences[at].Class, rate, gradient);
        }
    }

    /// <summary>Log-odds of each class before <see cref="ToProbabilities"/>, and the share of the sentence's weight that training had seen.</summary>
    public (double[] Scores, double Known) Score(Dictionary<string, double> features)
    {
        var known = index.Known(features);
        var scores = new double[classes];
        Sum(known, scores);
        var total = features.Where(f => f.Key[0] is 'w').Sum(f => f.Value);
        var seen = features.Where(f => f.Key[0] is 'w' && index.Knows(f.Key)).Sum(f => f.Value);
        return (scores, total == 0 ? 0 : seen / total);
    }

    public static void ToProbabilities(double[] scores)
    {
        var max = scores.Max();
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++) sum += scores[c] = Math.Exp(scores[c] - max);
        for (var c = 0; c < scores.Length; c++) scores[c] /= sum;
    }

    private void Step(Feature[] sentence, int right, double rate, double[] gradient)
    {
        Array.Clear(gradient);
        Sum(sentence, gradient);
        ToProbabilities(gradient);
        gradient[right] -= 1;
        foreach (var (feature, value) in sentence)
        {
            var row = weights.AsSpan(feature * classes, classes);
            for (var c = 0; c < classes; c++)
                row[c] -= (float)((rate * gradient[c] * value) + (Shrink * row[c]));
        }
        for (var c = 0; c < classes; c++) bias[c] -= rate * 0.02 * gradient[c];
    }

    private void Sum(Feature[] sentence, double[] scores)
    {
        bias.CopyTo(scores.AsSpan());
        foreach (var (feature, value) in sentence)
        {
            var row = weights.AsSpan(feature * classes, classes);
            for (var c = 0; c < classes; c++) scores[c] += row[c] * value;
        }
    }

    // A stride prime to the length visits every sentence once and mixes the classes.
    private static int Stride(int length)
    {
        var stride = Math.Max(1, (int)(length * 0.618));
        while (length > 1 && Gcd(stride, length) != 1) stride++;
        return stride;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
