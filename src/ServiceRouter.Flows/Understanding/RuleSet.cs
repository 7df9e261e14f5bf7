namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Named wordings in tiers, tried in order on the corrected line, after the synonyms were written as one word and the look-alikes covered up.
/// </summary>
internal sealed class RuleSet
{
    private readonly Spelling spelling;
    private readonly (Wording Wording, string Word)[] synonyms;
    private readonly Wording[] lookAlikes;
    private readonly (string Tier, Wording Wording)[] rules;

    /// <param name="foreign">Wordings of other languages: no misspelt word is turned into one of their words.</param>
    public RuleSet(
        IReadOnlyDictionary<string, string> groups,
        IEnumerable<string> lookAlikes,
        IEnumerable<(string Tier, (string Name, string Wording)[] Rules)> tiers,
        IEnumerable<(string Wording, string Word)>? synonyms = null,
        IEnumerable<string>? foreign = null)
    {
        var same = (synonyms ?? []).ToList();
        var written = tiers.ToList();
        var masks = lookAlikes.ToList();
        this.synonyms = [.. same.Select(s => (new Wording("synonym", s.Wording, groups), s.Word))];
        this.lookAlikes = [.. masks.Select(m => new Wording("look-alike", m, groups))];
        rules = [.. written.SelectMany(t => t.Rules.Select(r => (t.Tier, new Wording(r.Name, r.Wording, groups, lastCounts: t.Tier is "offer" or "difficulty"))))];
        var wordings = groups.Values.Concat(masks).Concat(same.Select(s => s.Wording)).Concat(written.SelectMany(t => t.Rules).Select(r => r.Wording)).ToHashSet(StringComparer.Ordinal);
        spelling = new Spelling(
            wordings.SelectMany(Wording.WordsOf),
            targets: wordings.Except(foreign ?? [], StringComparer.Ordinal).SelectMany(Wording.WordsOf),
            grave: written.SelectMany(t => t.Rules).Where(r => Wording.IsOneWord(r.Wording)).SelectMany(r => Wording.WordsOf(r.Wording)));
    }

    public (string? Tier, string? Rule) FirstMatch(string text) => FirstMatchIn(Prepare(text));

    /// <summary>The same for a line as <see cref="Prepare"/> has made it.</summary>
    internal (string? Tier, string? Rule) FirstMatchIn(string line)
    {
        foreach (var (tier, wording) in rules)
            if (wording.In(line)) return (tier, wording.Name);
        return default;
    }

    internal string Prepare(string text)
    {
        var line = PlainWords.Line(spelling.Correct(PlainWords.Of(text)));
        foreach (var (wording, word) in synonyms) line = wording.Replace(line, word);
        foreach (var lookAlike in lookAlikes) line = lookAlike.Replace(line, "#");
        return line;
    }
}
