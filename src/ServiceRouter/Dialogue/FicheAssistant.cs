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
        var text = $"{Texts.Say("AnswerFrom", turn.Language, passage.Source.Title)}\n{FicheOnChannel.Of(passage.Text, turn.Channel)}\n\n{turn.Say("AnswerFollowUp")}";
        return new TurnPlan([new Reply(text, new ActivityDetails { Source = passage.Source, OffersHuman = true })]) { Understood = $"fiche {passage.Source.FicheId}" };
    }
}
