namespace ServiceRouter.Tests.Orders;

/// <summary>One step of an actor is what runs up to its next <c>yield</c>; it yields when it may go on.</summary>
/// <param name="Name">For the report.</param>
/// <param name="Steps">Each item says whether the actor can take its next step now.</param>
internal sealed record Actor(string Name, IEnumerator<Func<bool>> Steps)
{
    public static readonly Func<bool> Always = () => true;
}

/// <summary>
/// A controlled scheduler: plays a small world again and again, each time in another order of the actors' steps, until every order was played.
/// What runs is the code of the service; the steps are its calls, each of which is one lock.
/// </summary>
internal static class EveryOrder
{
    private const int Longest = 200;

    /// <param name="begin">A new world: its actors (the list may grow while it plays), and what must hold when nobody can take a step.</param>
    /// <returns>How many orders were played.</returns>
    /// <exception cref="OrderFoundException">An order in which something that must hold did not: the steps, by name.</exception>
    public static int Play(Func<(List<Actor> Actors, Action AtRest)> begin)
    {
        var played = 0;
        List<(int Choice, int Of)> choices = [];
        do
        {
            choices = PlayOne(begin, choices);
            played++;
            while (choices.Count > 0 && choices[^1].Choice + 1 == choices[^1].Of) choices.RemoveAt(choices.Count - 1);
            if (choices.Count > 0) choices[^1] = choices[^1] with { Choice = choices[^1].Choice + 1 };
        }
        while (choices.Count > 0);
        return played;
    }

    private static List<(int Choice, int Of)> PlayOne(Func<(List<Actor>, Action)> begin, List<(int Choice, int Of)> given)
    {
        var (actors, atRest) = begin();
        var (made, steps) = (new List<(int, int)>(), new List<string>());
        var may = new Dictionary<Actor, Func<bool>>();
        try
        {
            while (actors.Where(a => may.GetValueOrDefault(a, Actor.Always)()).ToList() is { Count: > 0 } ready)
            {
                if (made.Count == Longest) throw new InvalidOperationException("it goes on for ever");
                var choice = made.Count < given.Count ? given[made.Count].Choice : 0;
                made.Add((choice, ready.Count));
                var actor = ready[choice];
                steps.Add(actor.Name);
                may[actor] = actor.Steps.MoveNext() ? actor.Steps.Current : () => false;
            }
            atRest();
            return made;
        }
        catch (Exception e)
        {
            throw new OrderFoundException($"{e.Message} in the order {string.Join(", ", steps)}", e);
        }
    }
}

/// <summary>An order of steps that breaks what must hold.</summary>
public sealed class OrderFoundException : Exception
{
    public OrderFoundException()
    {
    }

    public OrderFoundException(string message)
        : base(message)
    {
    }

    public OrderFoundException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
