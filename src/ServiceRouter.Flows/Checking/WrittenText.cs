using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>A text of a flow and where it stands.</summary>
/// <param name="Short">A title or a label: one line on a screen, one breath on the phone.</param>
internal sealed record WrittenText(FlowText Text, FlowStep? Step, string What, bool Short)
{
    public static IEnumerable<WrittenText> AllOf(Flow flow) =>
    [
        new(flow.Title, null, "`title`", true),
        new(flow.Purpose, null, "`purpose`", false),
        .. flow.Steps.Values.SelectMany(OfStep),
    ];

    private static IEnumerable<WrittenText> OfStep(FlowStep step)
    {
        var texts = step switch
        {
            SayStep say => [(say.Text, "`say`")],
            AskStep ask => [(ask.Text, "`ask`"), (ask.Again, "`again`")],
            OfferHumanStep offer => [(offer.Text, "`offer_human`")],
            RequestStep request => [(request.Text, "`request`")],
            EndStep end => [(end.Text, "`end`")],
            _ => Array.Empty<(FlowText? Text, string What)>(),
        };
        foreach (var (text, what) in texts)
        {
            if (text is not null)
                yield return new(text, step, what, false);
        }

        foreach (var choice in (step as AskStep)?.Choices ?? [])
            yield return new(choice.Text, step, $"the choice `{choice.Id}`", true);
    }
}
