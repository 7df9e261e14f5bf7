using System.Globalization;

namespace ServiceRouter.Flows.Understanding;

/// <summary>
/// Understands one sentence: distress first, then the ask for a person, then the procedure. Rules come first in each; behind them stands what was learnt from sentences that were meant so
/// (docs/adr/0085). Thread-safe; one instance for the service.
/// </summary>
public sealed class Listener
{
    // Measured on sets that had not been learnt, see docs/understanding.md.
    internal const double LikeCry = 0.25;
    private const double VeryLikeCry = 0.6;
    private const double PerhapsCry = 0.15;
    private const double UnlikeCry = 0.015;
    internal const double LikeAsk = 0.4;
    private const double VeryLikeAsk = 0.6;
    internal const double LikeHint = 0.2;
    private const double VeryLikeHint = 0.7;

    private readonly ProcedureClassifier procedures;
    private readonly Task<LearntEar?> ear;

    private Listener(ProcedureClassifier procedures, Task<LearntEar?> ear)
    {
        this.procedures = procedures;
        this.ear = ear;
    }

    /// <summary>What of the files could not be read, and is missing in what was learnt.</summary>
    public IReadOnlyList<string> Problems { get; private init; } = [];

    /// <summary>Ends when the ear has learnt; false where there was not enough to learn from, and the rules go on to hear alone.</summary>
    public async Task<bool> LearnsAsync() => await ear is not null;

    /// <summary>
    /// Reads the phrases and the heard sentences under a flows folder and trains. Without any, exit and distress still work by their rules and no procedure is recognised. A node that starts
    /// answers before the ear has learnt, which takes a second or two: until then the rules hear alone.
    /// </summary>
    public static Listener Load(string flowsFolder)
    {
        var (phrases, wrongPhrases) = ProcedurePhrases.Load(flowsFolder);
        var (heard, wrongHeard) = HeardSentences.Load(flowsFolder);
        return Begin(phrases, heard, [.. wrongPhrases, .. wrongHeard]);
    }

    /// <summary>The same, and has learnt all when it is given.</summary>
    public static Listener LoadAndLearn(string flowsFolder)
    {
        var listener = Load(flowsFolder);
        listener.ear.Wait();
        return listener;
    }

    /// <summary>Has learnt from what is given; the same sentences always give the same listener.</summary>
    public static Listener Train(IReadOnlyList<ProcedurePhrases> phrases, IReadOnlyList<HeardSentence> heard)
    {
        var listener = Begin(phrases, heard, []);
        listener.ear.Wait();
        return listener;
    }

    private static Listener Begin(IReadOnlyList<ProcedurePhrases> phrases, IReadOnlyList<HeardSentence> heard, IReadOnlyList<string> problems)
    {
        var ear = Task.Run(() => LearntEar.Train(heard, phrases));
        return new Listener(ProcedureClassifier.Train(phrases.Count > 0 ? phrases : [new ProcedurePhrases(null, ["bonjour"], [])]), ear) { Problems = problems };
    }

    /// <summary>Reads one message. Never throws, whatever was typed.</summary>
    public Understood Understand(string? text)
    {
        var guess = procedures.Classify(text);
        var understood = Understand(text, guess);
        return understood with { NamesProcedure = understood.Procedure is not null && guess.Alone };
    }

    private Understood Understand(string? text, ProcedureGuess guess)
    {
        var like = ear.IsCompletedSuccessfully ? ear.Result?.Hear(text) : null;
        // Beside an ask or a cry the procedure only picks the skill: a weak guess ("passez" has letters of "passeport") must not outweigh the flow that is running.
        var beside = guess.IsLikely ? guess.Procedure : null;
        if (DistressIn(text, guess, like) is { } distress)
            return new Understood(Meaning.Distress, beside, guess.Confidence, distress.Kind, $"{Understood.DistressRule}{distress.Kind}, {distress.Rule}");
        var exit = HumanExit.Recognise(text);
        if (AskIn(exit, guess, like) is { } ask)
            return new Understood(Meaning.Human, beside, guess.Confidence, null, Understood.HumanRule + ask);
        if (HintIn(text, exit, guess, like) is { } hint)
            return new Understood(Meaning.Offer, beside, guess.Confidence, null, Understood.OfferRule + hint);
        if (guess.Procedure is not null)
            return new Understood(Meaning.Procedure, guess.Procedure, guess.Confidence, null, string.Create(CultureInfo.InvariantCulture, $"{Understood.ProcedureRule}{guess.Procedure} {guess.Confidence:0.00}"));
        return new Understood(Meaning.None, null, guess.Confidence, null, Understood.NothingRule);
    }

    // A grave word alone yields where the sentence is a clear question, and where it is like no cry that was ever heard ("une faim de loup").
    private static DistressFinding? DistressIn(string? text, ProcedureGuess guess, Likeness? like) => Distress.Suspect(text) switch
    {
        { Certain: true } certain => certain,
        { } suspected when !guess.IsClear && !(like is { Cry: > 0 and < UnlikeCry, IsLong: false }) => suspected,
        _ => like is { } heard && IsLikeCry(heard, guess) ? new DistressFinding(heard.Distress, "like cries that were heard", Certain: false) : null,
    };

    // What is more like an ask gets a person all the same, without numbers for a danger.
    private static bool IsLikeCry(Likeness like, ProcedureGuess guess) =>
        like.Cry >= VeryLikeCry || (like.Cry >= LikeCry && like.Cry > like.Ask && !guess.IsClear && !like.IsBrief);

    private static string? AskIn(ExitFinding exit, ProcedureGuess guess, Likeness? like) =>
        exit.Ask == ExitAsk.Human || (exit.NamesPerson && guess.Procedure is null) ? exit.Rule
        : like is { } asked && asked.Ask >= (asked.IsBrief ? VeryLikeAsk : LikeAsk) ? "like asks that were heard" : null;

    // A word of difficulty yields to a clear question ("je comprends rien à ma taxe foncière"); so does a likeness that is not great.
    private static string? HintIn(string? text, ExitFinding exit, ProcedureGuess guess, Likeness? like)
    {
        if (exit.Ask == ExitAsk.Offer && !(exit.Yields && guess.IsClear)) return exit.Rule;
        if (like is { Hint: >= VeryLikeHint } || (like is { Hint: >= LikeHint } or { Cry: >= PerhapsCry } && !guess.IsClear)) return "like what was heard from people who wanted one";
        return PersonalStatement.Is(text) && !guess.IsLikely ? "speaks of oneself or of us, and of nothing known" : null;
    }
}
