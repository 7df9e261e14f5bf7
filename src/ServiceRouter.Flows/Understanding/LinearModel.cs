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

    private readonly Dictionary<string, int> index = new(StringComparer.Ordinal);
    private readonly float[] weights;
    private readonly double[] bias;
    private readonly int classes;

    public LinearModel(IReadOnlyList<(Dictionary<string, double> Features, int Class)> sentences, int classes)
    {
        this.classes = classes;
        bias = new double[classes];
        foreach (var (features, _) in sentences)
            foreach (var name in features.Keys) index.TryAdd(name, index.Count);
        weights = new float[index.Count * classes];
        var sparse = sentences.Select(s => (Known: Known(s.Features), s.Class)).ToArray();
        var gradient = new double[classes];
        var stride = Stride(sparse.Length);
        for (var pass = 0; pass < Passes; pass++)
        {
            var rate = Rate / (1 + (0.15 * pass));
            for (int k = 0, at = pass % Math.Max(1, sparse.Length); k < sparse.Length; k++, at = (at + stride) % sparse.Length)
                Step(sparse[at].Known, sparse[at].Class, rate, gradient);
        }
    }

    /// <summary>Log-odds of each class before <see cref="ToProbabilities"/>, and the share of the sentence's weight that training had seen.</summary>
    public (double[] Scores, double Known) Score(Dictionary<string, double> features)
    {
        var known = Known(features);
        var scores = new double[classes];
        Sum(known, scores);
        var total = features.Where(f => f.Key[0] is 'w').Sum(f => f.Value);
        var seen = features.Where(f => f.Key[0] is 'w' && index.ContainsKey(f.Key)).Sum(f => f.Value);
        return (scores, total == 0 ? 0 : seen / total);
    }

    public static void ToProbabilities(double[] scores)
    {
        var max = scores.Max();
        var sum = 0.0;
        for (var c = 0; c < scores.Length; c++) sum += scores[c] = Math.Exp(scores[c] - max);
        for (var c = 0; c < scores.Length; c++) scores[c] /= sum;
    }

    private void Step((int Feature, float Value)[] sentence, int right, double rate, double[] gradient)
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

    private void Sum((int Feature, float Value)[] sentence, double[] scores)
    {
        bias.CopyTo(scores.AsSpan());
        foreach (var (feature, value) in sentence)
        {
            var row = weights.AsSpan(feature * classes, classes);
            for (var c = 0; c < classes; c++) scores[c] += row[c] * value;
        }
    }

    private (int Feature, float Value)[] Known(Dictionary<string, double> features)
    {
        var known = new List<(int, float)>(features.Count);
        foreach (var (name, value) in features)
            if (index.TryGetValue(name, out var i)) known.Add((i, (float)value));
        return [.. known];
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
