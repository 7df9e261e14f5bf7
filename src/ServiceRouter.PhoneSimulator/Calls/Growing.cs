using System.Runtime.CompilerServices;

namespace ServiceRouter.PhoneSimulator.Calls;

/// <summary>A list that only grows, and that can be read while it does, without asking again and again.</summary>
internal sealed class Growing<T>
{
    private readonly Lock gate = new();
    private readonly List<T> items = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isClosed;

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (gate)
                return [.. items];
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (gate)
                return isClosed;
        }
    }

    public void Add(T item) => Change(() => items.Add(item));

    public void Close() => Change(() => isClosed = true);

    public async IAsyncEnumerable<T> ReadAsync(int from, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var at = from; ; at++)
        {
            T? item;
            while (!TryGet(at, out item, out var later, out var over))
            {
                if (over)
                    yield break;
                await later.WaitAsync(cancel);
            }

            yield return item!;
        }
    }

    private bool TryGet(int at, out T? item, out Task later, out bool over)
    {
        lock (gate)
        {
            (item, later, over) = (at < items.Count ? items[at] : default, changed.Task, isClosed);
            return at < items.Count;
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            change();
            (told, changed) = (changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }
}
