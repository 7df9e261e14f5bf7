using Lucene.Net.Analysis;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Analysis.Fr;
using Lucene.Net.Analysis.Miscellaneous;
using Lucene.Net.Analysis.Standard;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Analysis.Util;
using Lucene.Net.Util;

namespace ServiceRouter.Dialogue.Knowledge;

/// <summary>Cuts French into the stems that are compared: elisions opened, accents folded, words without meaning left out.</summary>
internal sealed class FrenchAnalysis : Analyzer
{
    internal const LuceneVersion Version = LuceneVersion.LUCENE_48;

    // What people put around their question, beside the words that Lucene leaves out.
    private static readonly string[] Around =
    [
        "bonjour", "bonsoir", "salut", "merci", "svp", "stp", "plait", "monsieur", "madame", "hello", "alors", "donc", "voila", "besoin", "aide", "aider",
        "comment", "quoi", "quel", "quelle", "quels", "quelles", "combien", "pourquoi", "quand", "ou", "qui", "que", "lequel", "laquelle", "si", "car",
        "puis", "peux", "peut", "pouvez", "peuvent", "pourrais", "pouvoir", "possible", "dois", "doit", "devons", "devrais", "faut", "faudrait", "falloir",
        "faire", "fais", "fait", "font", "faite", "veux", "veut", "voudrais", "voulais", "vouloir", "aimerais", "souhaite", "sais", "sait", "savoir", "avoir", "etre",
        "suis", "vais", "va", "aller", "dire", "dit", "dites", "chose", "truc", "ca", "cela", "ceci", "cette", "cet", "ici", "la", "tout", "tous", "toute", "toutes",
        "ci", "jai", "cest", "jarrive", "chui", "eu", "obtenir", "mere", "pere", "maman", "papa", "tres", "plus", "pas", "moins", "encore", "deja", "aussi", "bien", "rien", "jamais", "toujours", "avec", "sans", "chez", "apres", "avant", "pendant", "depuis",
        "il", "ils", "elle", "elles", "nous", "vous", "mon", "ma", "mes", "est-ce", "etes", "es", "quelqu", "quelque", "mettre", "met", "mis", "prend", "prendre", "arrive", "arriver",
    ];

    private static readonly CharArraySet Stop = StopWords();

    protected override TokenStreamComponents CreateComponents(string fieldName, TextReader reader)
    {
        var words = new StandardTokenizer(Version, reader);
        TokenStream stems = new LowerCaseFilter(Version, new ElisionFilter(words, FrenchAnalyzer.DEFAULT_ARTICLES));
        // Folded before the rest: whoever types without accents must find the same stems.
        stems = new StopFilter(Version, new ASCIIFoldingFilter(stems), Stop);
        return new TokenStreamComponents(words, new FrenchLightStemFilter(stems));
    }

    /// <summary>The different stems of a text, in order.</summary>
    public List<string> Stems(string text)
    {
        var stems = new List<string>();
        using var stream = GetTokenStream("text", text);
        var term = stream.GetAttribute<ICharTermAttribute>();
        stream.Reset();
        while (stream.IncrementToken())
        {
            var stem = term.ToString();
            if (stem.Length > 1 && !stems.Contains(stem))
                stems.Add(stem);
        }

        stream.End();
        return stems;
    }

    private static CharArraySet StopWords()
    {
        var words = new CharArraySet(Version, Around, ignoreCase: true);
        foreach (var word in FrenchAnalyzer.DefaultStopSet)
        {
            var folded = new char[word.Length * 4];
            words.Add(new string(folded, 0, ASCIIFoldingFilter.FoldToASCII(word.ToCharArray(), 0, folded, 0, word.Length)));
        }

        return words;
    }
}
