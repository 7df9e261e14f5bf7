using System.Numerics;
using System.Runtime.InteropServices;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Multinomial logistic regression over sparse features, trained in this process in well under a second.
/// The same sentences give the same weights: no randomness, the order is a fixed stride through the list.
/// </summary>
internal sealed class LinearModel
{
    private const int Passes = 14;
    private const float Rate = 1.6f;
    private const float Shrink = 2e-6f;
    private const float BiasRate = 0.02f;

    private readonly FeatureIndex index;
    private readonly int classes;
    // Four classes at a time: most of training is to go through the rows of weights, one for each feature.
    private readonly int width;
    private readonly Vector4[] weights;
    private readonly Vector4[] bias;

    /// <param name="index">Has learnt all of the sentences.</param>
    /// <param name="sentences">Their features, and the class of each.</param>
    /// <param name="classes">How many there are.</param>
    public LinearModel(FeatureIndex index, IReadOnlyList<(Feature[] Features, int Class)> sentences, int classes)
    {
        this.index = index;
        this.classes = classes;
        width = (classes + 3) / 4;
        weights = new Vector4[index.Count * width];
        bias = new Vector4[width];
        var gradient = new Vector4[width];
        var stride = Stride(sentences.Count);
        for (var pass = 0; pass < Passes; pass++)
        {
            var rate = Rate / (1 + (0.15f * pass));
            for (int k = 0, at = pass % Math.Max(1, sentences.Count); k < sentences.Count; k++, at = (at + stride) % sentences.Count)
                Step(sentences[at].Features, sentences[at].Class, rate, gradient);
        }
    }

    /// <summary>Log-odds of each class before <see cref="ToProbabilities"/>, and the share of the sentence's weight that training had seen.</summary>
    public (float[] Scores, double Known) Score(Dictionary<FeatureName, float> features)
    {
        var scores = new Vector4[width];
        Sum(index.Known(features), scores);
        var total = features.Where(f => f.Key.Kind == WordFeatures.Word).Sum(f => f.Value);
        var seen = features.Where(f => f.Key.Kind == WordFeatures.Word && index.Knows(f.Key)).Sum(f => f.Value);
        return (ByClass(scores).ToArray(), total == 0 ? 0 : seen / total);
    }

    public static void ToProbabilities(Span<float> scores)
    {
        var max = float.NegativeInfinity;
        foreach (var score in scores) max = Math.Max(max, score);
        var sum = 0f;
        foreach (ref var score in scores) sum += score = MathF.Exp(score - max);
        foreach (ref var score in scores) score /= sum;
    }

    private void Step(Feature[] sentence, int right, float rate, Vector4[] gradient)
    {
        Sum(sentence, gradient);
        var byClass = ByClass(gradient);
        ToProbabilities(byClass);
        byClass[right] -= 1;
        for (var v = 0; v < width; v++)
        {
            gradient[v] *= rate;
            bias[v] -= BiasRate * gradient[v];
        }
        foreach (var (feature, value) in sentence)
        {
            var row = weights.AsSpan(feature * width, width);
            for (var v = 0; v < row.Length; v++) row[v] -= (gradient[v] * value) + (row[v] * Shrink);
        }
    }

    private void Sum(Feature[] sentence, Vector4[] scores)
    {
        bias.CopyTo(scores.AsSpan());
        foreach (var (feature, value) in sentence)
        {
            var row = weights.AsSpan(feature * width, width);
            for (var v = 0; v < row.Length; v++) scores[v] += row[v] * value;
        }
    }

    // Without what fills up the last four, which is and stays 0.
    private Span<float> ByClass(Vector4[] vectors) => MemoryMarshal.Cast<Vector4, float>(vectors.AsSpan())[..classes];

    // A stride prime to the length visits every sentence once and mixes the classes.
    private static int Stride(int length)
    {
        var stride = Math.Max(1, (int)(length * 0.618));
        while (length > 1 && Gcd(stride, length) != 1) stride++;
        return stride;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
