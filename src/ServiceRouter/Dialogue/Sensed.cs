using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Reception;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Dialogue;

/// <summary>What a sentence means to the dialogue, found by plain code before anything else.</summary>
/// <param name="Exit">Whether a person is asked for.</param>
/// <param name="Distress">Set when the sentence tells of danger: what to say at once.</param>
/// <param name="Procedure">The procedure it is about, or null.</param>
/// <param name="Rule">Name of the rule that decided; holds nothing of what was typed.</param>
internal sealed record Sensed(WishForHuman Exit, DistressWords? Distress, string? Procedure, string Rule)
{
    /// <summary>It takes an appointment, thanks for it or speaks of it: where a date is promised, it asks for nobody.</summary>
    public bool Agrees { get; init; }

    /// <summary>"Pas de robot": beside the wish for a person, remembered for the case (G7).</summary>
    public bool RefusesAssistant { get; init; }

    /// <summary>It calls the procedure by a name, and speaks of no other.</summary>
    public bool NamesProcedure { get; init; }

    /// <summary>A question about France services itself: no procedure is guessed at then.</summary>
    public ReceptionTopic? Reception { get; init; }

    public static Sensed Nothing { get; } = new(WishForHuman.None, null, null, UnderstoodNote.Nothing);
}

internal enum WishForHuman
{
    None,
    /// <summary>Perhaps: a person is offered.</summary>
    Perhaps,
    /// <summary>Yes: the request is made at once.</summary>
    Yes,
}

/// <summary>What is said at once to somebody in distress.</summary>
internal sealed record DistressWords(string Kind, string Text, IReadOnlyList<Conversations.ActivityChoice> Numbers)
{
    /// <summary>Those of a kind by its name, as a message carries it; of a kind that this version does not know, those of danger. Null for null.</summary>
    public static DistressWords? Named(string? kind) => kind is null ? null : Of(KindOf(kind));

    public static DistressWords Of(DistressKind kind, string language = Flows.Language.FlowText.MainLanguage)
    {
        var advice = DistressAdvice.For(kind, language);
        return new(advice.Kind.ToString(), advice.Text, [.. advice.Numbers.Select(n => new Conversations.ActivityChoice(n.Number, n.Label))]) { Sms = advice.Sms };
    }

    /// <summary>The same for a text message, with its numbers.</summary>
    public string? Sms { get; init; }

    /// <summary>By which it is known later that they were said.</summary>
    public string Saying => Conversations.Saying.Numbers(Kind);

    private static DistressKind KindOf(string kind) => Enum.TryParse<DistressKind>(kind, out var known) && Enum.IsDefined(known) ? known : DistressKind.Danger;

    /// <summary>As one message of a channel. Under a text message no list of the numbers follows: they are in its words, and each part that it has less is there sooner.</summary>
    /// <param name="channel">How texts are phrased.</param>
    /// <param name="language">Of the conversation: what was heard is the same in each, and is said in the one that is spoken.</param>
    public Reply On(FlowChannel channel, string language) => language == Flows.Language.FlowText.MainLanguage ? On(channel) : Of(KindOf(Kind), language).On(channel);

    private Reply On(FlowChannel channel) =>
        channel == FlowChannel.Sms && Sms is { } words ? new Reply(words, Saying: Saying) : new Reply(Text, new Conversations.ActivityDetails { Numbers = Numbers }, Saying: Saying);
}

/// <summary>Port to the understanding of sentences.</summary>
internal interface ISense
{
    Sensed Read(string text);
}

/// <summary>Port to the fiches.</summary>
internal interface IKnowledge
{
    /// <summary>The best passage, or null: no answer is better than a wrong one.</summary>
    Passage? Answer(string question);

    /// <summary>A whole fiche, or null when there is none of that id.</summary>
    Passage? Fiche(string id);
}

/// <summary>Text of a fiche or of a part of it, with where it comes from.</summary>
internal sealed record Passage(string Text, Conversations.ActivitySource Source, string? Procedure);
