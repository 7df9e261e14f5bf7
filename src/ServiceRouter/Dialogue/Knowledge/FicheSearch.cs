using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>The passage that answers best.</summary>
/// <param name="Fiche">Where it stands: title, source and day of reading.</param>
/// <param name="Text">The passage, plain text.</param>
/// <param name="Coverage">Share of the question's meaning that the fiche holds, 0 to 1.</param>
public sealed record FoundPassage(Fiche Fiche, string Text, double Coverage);

/// <summary>Searches the fiches for a question in French, in memory. Thread-safe; one instance for the service.</summary>
public sealed class FicheSearch : IDisposable
{
    private const int LongestQuestion = 600;
    private const int Candidates = 50;
    private const float TitleWeight = 3f;
    private const float FicheWeight = 0.6f;
    // The first paragraph says what it is about; another must be clearly better to be read without it.
    private const float FirstIsGoodEnough = 0.85f;

    private readonly FrenchAnalysis french = new();
    private readonly RAMDirectory directory = new();
    private readonly DirectoryReader reader;
    private readonly IndexSearcher searcher;
    private readonly SameMeaning sameMeaning;
    private readonly NearWords nearWords;
    private readonly AnswerBar bar;
    private readonly List<(Fiche Fiche, string Text)> passages = [];

    public FicheSearch(IEnumerable<Fiche> fiches)
    {
        List<Fiche> all = [.. fiches];
        sameMeaning = new(french);
        bar = new(all, french);
        nearWords = new(bar.Stems);
        var similarity = new BM25Similarity();
        using (var writer = new IndexWriter(directory, new IndexWriterConfig(FrenchAnalysis.Version, french) { Similarity = similarity }))
        {
            foreach (var fiche in all)
                foreach (var text in fiche.Passages)
                {
                    writer.AddDocument([
                        new TextField("title", fiche.Title, Field.Store.NO), new TextField("text", text, Field.Store.NO),
                        new TextField("fiche", fiche.Text, Field.Store.NO), new StoredField("passage", passages.Count)]);
                    passages.Add((fiche, text));
                }
        }

        reader = DirectoryReader.Open(directory);
        searcher = new(reader) { Similarity = similarity };
    }

    /// <summary>The best passage, or null: no answer is better than a wrong one. Never throws, whatever was typed.</summary>
    public FoundPassage? Find(string? question)
    {
        if (string.IsNullOrWhiteSpace(question))
            return null;
        var words = french.Stems(question.Length > LongestQuestion ? question[..LongestQuestion] : question).Select(Meanings).ToList();
        if (words.Count == 0)
            return null;
        var hits = searcher.Search(Query(words), Candidates).ScoreDocs;
        var best = hits
            .Select(hit => (hit.Score, At: Passage(hit), Coverage: bar.Coverage(words, Passage(hit).Fiche)))
            .Where(found => found.Coverage is not null)
            .DefaultIfEmpty()
            .MaxBy(found => found.Score * found.Coverage);
        if (best.Coverage is not { } coverage)
            return null;
        var (fiche, text) = best.At;
        var first = hits.FirstOrDefault(other => Passage(other) == (fiche, fiche.Passages[0]));
        return new(fiche, first?.Score >= best.Score * FirstIsGoodEnough ? fiche.Passages[0] : text, coverage);
    }

    public void Dispose()
    {
        reader.Dispose();
        directory.Dispose();
        french.Dispose();
    }

    private List<string> Meanings(string stem) => [.. sameMeaning.Of(stem).Concat(nearWords.Of(stem)).Distinct()];

    private (Fiche Fiche, string Text) Passage(ScoreDoc hit) => passages[searcher.Doc(hit.Doc).GetField("passage").GetInt32Value()!.Value];

    private static BooleanQuery Query(IEnumerable<IReadOnlyList<string>> words)
    {
        var query = new BooleanQuery();
        foreach (var meanings in words)
        {
            // One word counts once, in its best place and its best meaning; the other places only break ties.
            var best = new DisjunctionMaxQuery(0.2f);
            foreach (var stem in meanings)
            {
                var own = stem == meanings[0] ? 1f : 0.8f;
                best.Add(new TermQuery(new Term("title", stem)) { Boost = TitleWeight * own });
                best.Add(new TermQuery(new Term("text", stem)) { Boost = own });
                best.Add(new TermQuery(new Term("fiche", stem)) { Boost = FicheWeight * own });
            }

            query.Add(best, Occur.SHOULD);
        }

        return query;
    }
}
