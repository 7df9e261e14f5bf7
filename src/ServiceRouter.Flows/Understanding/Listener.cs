using System.Globalization;

namespace ServiceRouter.Flows.Understanding;

/// <summary>Understands one sentence: distress first, then the ask for a person, then the procedure. Thread-safe; one instance for the service.</summary>
public sealed class Listener(ProcedureClassifier procedures)
{
    /// <summary>Reads the phrases under a flows folder and trains. Without any, exit and distress still work and no procedure is recognised.</summary>
    public static (Listener Listener, IReadOnlyList<string> Problems) Load(string flowsFolder)
    {
        var (phrases, problems) = ProcedurePhrases.Load(flowsFolder);
        if (phrases.Count == 0) phrases = [new ProcedurePhrases(null, ["bonjour"], [])];
        return (new Listener(ProcedureClassifier.Train(phrases)), problems);
    }

    /// <summary>Reads one message. Never throws, whatever was typed.</summary>
    public Understood Understand(string? text)
    {
        var guess = procedures.Classify(text);
        // Beside an ask or a cry the procedure only picks the skill: a weak guess ("passez" has letters of "passeport") must not outweigh the flow that is running.
        var beside = guess.IsLikely ? guess.Procedure : null;
        // A word of difficulty, a grave word or the name of a counsellor yields where the sentence is a clear question ("je comprends rien à ma taxe foncière").
        if (Distress.Suspect(text) is { } distress && (distress.Certain || !guess.IsClear))
            return new Understood(Meaning.Distress, beside, guess.Confidence, distress.Kind, $"{Understood.DistressRule}{distress.Kind}, {distress.Rule}");
        var exit = HumanExit.Recognise(text);
        if (exit.Ask == ExitAsk.Human)
            return new Understood(Meaning.Human, beside, guess.Confidence, null, Understood.HumanRule + exit.Rule);
        if (exit.NamesPerson && guess.Procedure is null)
            return new Understood(Meaning.Human, null, guess.Confidence, null, Understood.HumanRule + exit.Rule);
        if (exit.Ask == ExitAsk.Offer && !(exit.Yields && guess.IsClear))
            return new Understood(Meaning.Offer, beside, guess.Confidence, null, Understood.OfferRule + exit.Rule);
        if (PersonalStatement.Is(text) && !guess.IsLikely)
            return new Understood(Meaning.Offer, null, guess.Confidence, null, Understood.OfferRule + "speaks of oneself or of us, and of nothing known");
        if (guess.Procedure is not null)
            return new Understood(Meaning.Procedure, guess.Procedure, guess.Confidence, null, string.Create(CultureInfo.InvariantCulture, $"{Understood.ProcedureRule}{guess.Procedure} {guess.Confidence:0.00}"));
        return new Understood(Meaning.None, null, guess.Confidence, null, Understood.NothingRule);
    }
}
