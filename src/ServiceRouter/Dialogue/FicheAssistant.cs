using ServiceRouter.Conversations;
using ServiceRouter.Dialogue.Knowledge;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.Dialogue;

/// <summary>Answers from a fiche, with its source.</summary>
internal sealed class FicheAssistant(IKnowledge knowledge) : IAssistant
{
    public Part Part => Part.Knowledge;

    public Task<TurnPlan?> AnswerAsync(TurnContext turn, Sensed sensed, CancellationToken ct) => Task.FromResult(Answer(turn));

    private TurnPlan? Answer(TurnContext turn)
    {
        if (knowledge.Answer(turn.Text) is not { } passage) return null;
        return new TurnPlan([Reply(passage, turn)]) { Understood = UnderstoodNote.Fiche(passage.Source.FicheId) };
    }

    /// <summary>The words of a fiche with its source, and the way to a human.</summary>
    /// <param name="passage">What is answered.</param>
    /// <param name="turn">Where the conversation stands.</param>
    /// <param name="before">What the service itself says first.</param>
    /// <param name="after">What it says of the way on.</param>
    internal static Reply Reply(Passage passage, TurnContext turn, string? before = null, string? after = null)
    {
        var answer = $"{Texts.Say("AnswerFrom", turn.Language, passage.Source.Title)}\n{FicheOnChannel.Of(passage.Text, turn.Channel)}";
        string?[] parts = [before, answer, after, turn.Say("AnswerFollowUp")];
        return new Reply(string.Join("\n\n", parts.Where(part => part is not null)), new ActivityDetails { Source = passage.Source, OffersHuman = true });
    }
}
