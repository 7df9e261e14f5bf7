using ServiceRouter.Benchmarks.Measuring;

namespace ServiceRouter.Benchmarks.Floor;

/// <summary>The parts of the bare program's way, and the whole of it.</summary>
internal sealed class FloorSamples
{
    public Samples Request { get; } = new();
    public Samples Commit { get; } = new();
    public Samples Confirm { get; } = new();
    public Samples Queue { get; } = new();
    public Samples Push { get; } = new();

    /// <summary>From before the commit to the event in the load process: the floor.</summary>
    public Samples Composite { get; } = new();

    /// <summary>The same, from before the request was sent.</summary>
    public Samples FromRequest { get; } = new();

    public void Add(FloorSample sample)
    {
        Request.Add(Ticks.Milliseconds(sample.Sent, sample.Pushed.Received));
        Commit.Add(Ticks.Milliseconds(sample.Pushed.Received, sample.Pushed.Committed));
        Confirm.Add(Ticks.Milliseconds(sample.Pushed.Committed, sample.Confirmed.Consumed));
        Queue.Add(Ticks.Milliseconds(sample.Pushed.Committed, sample.Pushed.Consumed));
        Push.Add(Ticks.Milliseconds(sample.Pushed.Consumed, sample.Arrived));
        Composite.Add(Ticks.Milliseconds(sample.Pushed.Received, sample.Arrived));
        FromRequest.Add(Ticks.Milliseconds(sample.Sent, sample.Arrived));
    }
}

/// <summary>One message's way.</summary>
internal sealed record FloorSample(long Sent, FloorStamps Pushed, FloorStamps Confirmed, long Arrived);
