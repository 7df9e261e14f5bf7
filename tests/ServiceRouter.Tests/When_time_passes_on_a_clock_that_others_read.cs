using Microsoft.Extensions.Time.Testing;

namespace ServiceRouter.Tests;

public sealed class When_time_passes_on_a_clock_that_others_read
{
    [Fact]
    public async Task Everything_due_has_gone_off_when_it_has_passed()
    {
        var clock = new FakeTimeProvider();
        var (isIn, mayGoOn) = (new TaskCompletionSource(), new ManualResetEventSlim());
        // Another thread sets off the first timer, and is slow about it.
        await using var slow = clock.CreateTimer(_ => HoldUp(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var other = Task.Run(() => clock.Advance(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken);
        await isIn.Task;
        var hasGoneOff = false;
        await using var timer = clock.CreateTimer(_ => Volatile.Write(ref hasGoneOff, true), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        var passing = clock.PassAsync(TimeSpan.FromSeconds(1));

        passing.IsCompleted.Should().BeFalse("the other thread has not come to what is due now");
        mayGoOn.Set();
        await passing;
        Volatile.Read(ref hasGoneOff).Should().BeTrue();
        await other;

        void HoldUp()
        {
            isIn.SetResult();
            mayGoOn.Wait();
        }
    }
}
