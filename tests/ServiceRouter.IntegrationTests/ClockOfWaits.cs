using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ServiceRouter.IntegrationTests;

/// <summary>
/// A clock that knows how many wait on it for how long. The service waits on threads of its own: a test that moves the clock on while one of them has not begun its next wait
/// takes that wait away from it.
/// </summary>
internal sealed class ClockOfWaits(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly ConcurrentDictionary<TimeSpan, int> waiting = new();

    /// <summary>How many have begun to wait for exactly so long, and have neither been woken nor gone.</summary>
    public int Waiting(TimeSpan span) => waiting.GetValueOrDefault(span);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A timer without an end, or one that comes again and again, waits for nothing in particular.
        if (dueTime <= TimeSpan.Zero || period > TimeSpan.Zero) return base.CreateTimer(callback, state, dueTime, period);
        var wait = new Wait(this, dueTime);
        wait.Timer = base.CreateTimer(
            given =>
            {
                wait.End();
                callback(given);
            }, state, dueTime, period);
        return wait;
    }

    /// <summary>Over when it goes off, or when whoever waited has gone or waits for something else.</summary>
    private sealed class Wait : ITimer
    {
        private readonly ClockOfWaits clock;
        private readonly TimeSpan span;
        private int isOver;

        public Wait(ClockOfWaits clock, TimeSpan span)
        {
            (this.clock, this.span) = (clock, span);
            clock.waiting.AddOrUpdate(span, 1, (_, count) => count + 1);
        }

        public ITimer Timer { get; set; } = null!;

        public void End()
        {
            if (Interlocked.Exchange(ref isOver, 1) == 0) clock.waiting.AddOrUpdate(span, 0, (_, count) => count - 1);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            End();
            return Timer.Change(dueTime, period);
        }

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
