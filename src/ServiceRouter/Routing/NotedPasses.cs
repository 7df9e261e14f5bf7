namespace ServiceRouter.Routing;

/// <summary>
/// Which pass answers a message of this process, from its commit until the message comes back: a pass that began after the commit is all that a message is sent for. Bounded, and what is not
/// noted any more costs a pass: most messages of a node are taken by another one, and never come back here.
/// </summary>
internal sealed class NotedPasses
{
    // A second of the askings that a node takes at most, many times over.
    internal const int Most = 1000;

    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Task> ofMessage = [];
    private readonly Queue<Guid> inOrder = new();

    /// <param name="message">Its id on the wire.</param>
    /// <param name="pass">Begins after the commit of the message.</param>
    public void Note(Guid message, Task pass)
    {
        lock (gate)
        {
            if (!ofMessage.TryAdd(message, pass)) return;
            inOrder.Enqueue(message);
            while (inOrder.Count > Most) ofMessage.Remove(inOrder.Dequeue());
        }
    }

    /// <summary>Once: a message that comes again after that has a reason, and gets a pass of its own.</summary>
    /// <returns>Null when none is noted.</returns>
    public Task? Take(Guid? message)
    {
        lock (gate) return message is { } id && ofMessage.Remove(id, out var pass) ? pass : null;
    }
}
