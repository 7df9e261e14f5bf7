using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Scripts;

/// <summary>Plays a script through the engine and says where the flow did something else.</summary>
public static class ChatPlayer
{
    /// <param name="flow">The flow beside the script.</param>
    /// <param name="script">What the citizen says and what must come.</param>
    /// <param name="isHumanExit">Recognises a citizen's wish for a person before the flow hears it, as in the service.</param>
    /// <param name="channel">The channel that is played; scripts are written for the web.</param>
    /// <param name="language">The language that is played.</param>
    /// <returns>The first thing that went wrong in each case; empty when all cases pass.</returns>
    public static IReadOnlyList<FlowProblem> Play(
        Flow flow, ChatScript script, Func<string, bool> isHumanExit, FlowChannel channel = FlowChannel.Web, string language = FlowText.MainLanguage)
    {
        var problems = new List<FlowProblem>();
        foreach (var one in script.Cases)
        {
            var turn = new PlayedTurn(FlowEngine.Start(flow, channel, language));
            foreach (var line in one.Lines)
            {
                string? reason = null;
                if (line is not CitizenSays said)
                    reason = turn.Finds(line) ? null : turn.Instead;
                else if (turn.Position is not { } position)
                    reason = "the flow is over, and the citizen still speaks";
                else
                    turn = new(Answer(position, said.Text));

                if (reason is null)
                    continue;
                problems.Add(new(script.File, line.Line, null, $"« {one.Title} »: {reason}"));
                break;
            }
        }

        return problems;

        FlowTurn Answer(FlowPosition position, string input) => isHumanExit(input)
            ? new([new RequestHuman(null, Reasons.AskedForHuman, flow.Skill)], null)
            : FlowEngine.Answer(flow, position, input, channel, language);
    }

    /// <summary>The outputs of a turn, looked through in order; several lines may be about the same output.</summary>
    private sealed class PlayedTurn(FlowTurn turn)
    {
        private int at;

        public FlowPosition? Position => turn.Position;

        public string Instead => $"not found; what came: {string.Join(" / ", turn.Outputs.Skip(at).Select(output => output switch
        {
            ShowFiche fiche => $"> fiche {fiche.FicheId}",
            OfferHuman offer => $"> offre {offer.Text}",
            RequestHuman request => $"> demande {request.Reason} {request.Skill}",
            Ended end => $"> fin {end.Text}",
            _ => string.Join(" | ", TextsOf(output)),
        }))}";

        public bool Finds(ChatLine line)
        {
            for (var next = at; next < turn.Outputs.Count; next++)
            {
                if (!Fits(turn.Outputs[next], line))
                    continue;
                at = next;
                return true;
            }

            return false;
        }

        private static bool Fits(FlowOutput output, ChatLine line) => (line, output) switch
        {
            (AssistantSays said, _) => TextsOf(output).Any(text => Squeezed(text).Contains(Squeezed(said.Text), StringComparison.Ordinal)),
            (FicheShown expected, ShowFiche fiche) => expected.FicheId == fiche.FicheId,
            (HumanOffered, OfferHuman) => true,
            (HumanRequested expected, RequestHuman request) =>
                (expected.Reason ?? request.Reason) == request.Reason && (expected.Skill ?? request.Skill) == request.Skill,
            (FlowEnded, Ended) => true,
            _ => false,
        };

        private static IEnumerable<string> TextsOf(FlowOutput output) => output switch
        {
            Say say => [say.Text],
            Ask ask => [ask.Text, .. ask.Choices.Select(choice => choice.Label)],
            OfferHuman offer => [offer.Text],
            RequestHuman { Text: { } text } => [text],
            Ended { Text: { } text } => [text],
            _ => [],
        };

        private static string Squeezed(string text) =>
            string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).Replace('’', '\'').ToLowerInvariant();
    }
}
