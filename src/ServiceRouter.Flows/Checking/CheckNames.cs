using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>What the service can route to and show.</summary>
internal sealed record KnownNames(IReadOnlySet<string> Skills, IReadOnlySet<string> Reasons, IReadOnlySet<string> Fiches);

/// <summary>Every skill, reason and fiche that a flow names exists, and so do the reasons that the engine gives itself.</summary>
internal static class CheckNames
{
    public static IEnumerable<FlowProblem> Of(Flow flow, KnownNames known)
    {
        if (!known.Skills.Contains(flow.Skill))
            yield return new(flow.File, flow.SkillLine, null, $"the skill `{flow.Skill}` is not in skills.yaml");
        foreach (var reason in Reasons.OfEveryFlow.Where(reason => !known.Reasons.Contains(reason)))
            yield return new(flow.File, 1, null, $"the reason `{reason}`, which every flow can give, is not in skills.yaml");

        foreach (var step in flow.Steps.Values)
        {
            var (skill, reason, fiche) = step switch
            {
                OfferHumanStep offer => (offer.Skill, offer.Reason, null),
                RequestStep request => (request.Skill, request.Reason, null),
                FicheStep show => (null, null, show.Fiche),
                _ => ((string?)null, (string?)null, (string?)null),
            };
            if (skill is not null && skill != flow.Skill && !known.Skills.Contains(skill))
                yield return new(flow.File, step.Line, step.Id, $"the skill `{skill}` is not in skills.yaml");
            if (reason is not null && !known.Reasons.Contains(reason))
                yield return new(flow.File, step.Line, step.Id, $"the reason `{reason}` is not in skills.yaml");
            if (fiche is not null && !known.Fiches.Contains(fiche))
                yield return new(flow.File, step.Line, step.Id, $"the fiche `{fiche}` is not in knowledge");
        }
    }
}
