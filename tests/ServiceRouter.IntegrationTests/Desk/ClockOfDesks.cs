using Microsoft.Extensions.Time.Testing;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>
/// A clock that knows how many open desks wait on it until they renew their lease. They do so in circuits of their own: a test that moves the clock on while one of them has not
/// begun its next wait takes that wait away from it.
/// </summary>
/// <param name="renewal">How long a desk waits; nothing else of the service may wait exactly as long.</param>
internal sealed class ClockOfDesks(TimeSpan renewal) : FakeTimeProvider(TimeProvider.System.GetUtcNow())
{
    private int waiting;

    public int Waiting => Volatile.Read(ref waiting);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != renewal) return base.CreateTimer(callback, state, dueTime, period);
        var wait = new Wait(this);
        wait.Timer = base.CreateTimer(
            given =>
            {
                wait.End();
                callback(given);
            }, state, dueTime, period);
        return wait;
    }

    /// <summary>Over when it goes off, or when its desk is closed.</summary>
    private sealed class Wait : ITimer
    {
        private readonly ClockOfDesks clock;
        private int isOver;

        public Wait(ClockOfDesks clock)
        {
            this.clock = clock;
            Interlocked.Increment(ref clock.waiting);
        }

        public ITimer Timer { get; set; } = null!;

        public void End()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0) Interlocked.Decrement(ref clock.waiting);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => Timer.Change(dueTime, period);

        public void Dispose()
        {
            End();
            Timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End();
            return Timer.DisposeAsync();
        }
    }
}
