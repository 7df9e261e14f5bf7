using Microsoft.Extensions.Time.Testing;

namespace ServiceRouter.Tests;

/// <summary>Time that passes on a clock which the code under test reads from threads of its own.</summary>
internal static class PassingTime
{
    /// <summary>
    /// Moves the clock and waits until every timer that is due by then has gone off. <see cref="FakeTimeProvider.Advance"/> alone does not: whoever
    /// reads this clock meanwhile may be the one who sets off what is due, and it comes back at once then. A test that counts seconds by it would be
    /// minutes ahead of the service.
    /// </summary>
    public static async Task PassAsync(this FakeTimeProvider clock, TimeSpan span)
    {
        clock.Advance(span);
        // Timers go off in the order of their time, and among equals of when they were set: this is the last of those due.
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var timer = clock.CreateTimer(_ => last.TrySetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await last.Task;
    }
}
