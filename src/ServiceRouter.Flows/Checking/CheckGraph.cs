using ServiceRouter.Flows.Language;

namespace ServiceRouter.Flows.Checking;

/// <summary>Every step can be reached, no circle turns without the citizen, and from everywhere there is a way to an end or a request.</summary>
internal static class CheckGraph
{
    public static IEnumerable<FlowProblem> Of(Flow flow)
    {
        var reached = Reached(flow);
        foreach (var step in flow.Steps.Values.Where(step => !reached.Contains(step.Id)))
            yield return new(flow.File, step.Line, step.Id, $"no way leads here from the start, `{flow.Start}`");

        foreach (var circle in Circles(flow))
            yield return new(flow.File, circle[0].Line, circle[0].Id, $"turns in a circle without waiting for the citizen: {string.Join(" -> ", circle.Append(circle[0]).Select(step => step.Id))}");

        var ending = Ending(flow);
        foreach (var step in flow.Steps.Values.Where(step => reached.Contains(step.Id) && !ending.Contains(step.Id)))
            yield return new(flow.File, step.Line, step.Id, "no way leads from here to an end or a request");
    }

    public static HashSet<string> Reached(Flow flow)
    {
        var reached = new HashSet<string> { flow.Start };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var id))
        {
            foreach (var next in flow.Steps[id].Next.Where(reached.Add))
                open.Enqueue(next);
        }

        return reached;
    }

    /// <summary>Steps from which the flow can be over. An offer can, by a yes.</summary>
    private static HashSet<string> Ending(Flow flow)
    {
        var ending = flow.Steps.Values.Where(step => step is EndStep or RequestStep or OfferHumanStep).Select(step => step.Id).ToHashSet();
        while (flow.Steps.Values.Where(step => !ending.Contains(step.Id) && step.Next.Any(ending.Contains)).ToList() is { Count: > 0 } more)
            ending.UnionWith(more.Select(step => step.Id));
        return ending;
    }

    /// <summary>Each circle once, beginning with its step that comes first in the file.</summary>
    private static IEnumerable<List<FlowStep>> Circles(Flow flow)
    {
        var told = new HashSet<string>();
        foreach (var first in flow.Steps.Values.Where(step => !step.Waits).OrderBy(step => step.Line))
        {
            if (!told.Contains(first.Id) && WayBack(flow, first) is { } circle)
            {
                told.UnionWith(circle.Select(step => step.Id));
                yield return circle;
            }
        }
    }

    private static List<FlowStep>? WayBack(Flow flow, FlowStep first)
    {
        var cameFrom = new Dictionary<string, FlowStep>();
        var open = new Queue<FlowStep>([first]);
        while (open.TryDequeue(out var step))
        {
            foreach (var next in step.Next.Select(id => flow.Steps[id]).Where(next => !next.Waits && cameFrom.TryAdd(next.Id, step)))
                open.Enqueue(next);
        }

        if (!cameFrom.TryGetValue(first.Id, out var last))
            return null;
        var circle = new List<FlowStep> { last };
        while (circle[^1] != first)
            circle.Add(cameFrom[circle[^1].Id]);
        circle.Reverse();
        return circle;
    }
}
