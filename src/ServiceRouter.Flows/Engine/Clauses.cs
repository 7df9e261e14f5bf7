using System.Text.RegularExpressions;

namespace ServiceRouter.Flows.Engine;

/// <summary>The parts of a sentence that each say something of their own: « je ne peux pas payer, je suis au RSA ».</summary>
public static partial class Clauses
{
    public static IReadOnlyList<string> Of(string sentence) => Between().Split(sentence);

    [GeneratedRegex(@"[,;:.!?\n]|\b(?:et|mais|car|parce que|puisque|alors que|vu que)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Between();
}
