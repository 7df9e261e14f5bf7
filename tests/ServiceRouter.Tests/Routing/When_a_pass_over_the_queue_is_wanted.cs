using ServiceRouter.Routing;
using ServiceRouter.Tests.Orders;

namespace ServiceRouter.Tests.Routing;

/// <summary>No order of steps of those who commit and of the loop leaves a waiting row with a loop that sleeps.</summary>
public sealed class When_a_pass_over_the_queue_is_wanted
{
    [Fact]
    public void No_order_of_steps_loses_the_wish() =>
        EveryOrder.Play(() => Begin(looksBeforeItBegins: false)).Should().BeGreaterThan(1000, "every order was played");

    [Fact]
    public void A_loop_that_looks_before_it_takes_the_wish_is_found_out()
    {
        var broken = () => EveryOrder.Play(() => Begin(looksBeforeItBegins: true));

        broken.Should().Throw<OrderFoundException>().WithMessage("*row*waits*");
    }

    private static (List<Actor> Actors, Action AtRest) Begin(bool looksBeforeItBegins)
    {
        var queue = new Queue();
        return ([
            new("commit 1", queue.CommitAndWake()), new("commit 2", queue.CommitAndWake()), new("message", queue.CommitAndAsk()),
            new("loop", queue.Loop(looksBeforeItBegins)),
        ], queue.AtRest);
    }

    private sealed class Queue
    {
        private readonly WantedPasses passes = new();
        private int rows;
        private Task? asked;

        public IEnumerator<Func<bool>> CommitAndWake()
        {
            rows++;
            yield return Actor.Always;
            passes.Ask();
        }

        public IEnumerator<Func<bool>> CommitAndAsk()
        {
            rows++;
            yield return Actor.Always;
            asked = passes.Ask();
        }

        public IEnumerator<Func<bool>> Loop(bool looksBeforeItBegins)
        {
            while (true)
            {
                var wanted = passes.WantedAsync();
                yield return () => wanted.IsCompleted;
                if (looksBeforeItBegins)
                {
                    rows = 0;
                    yield return Actor.Always;
                }
                var pass = passes.Begin();
                yield return Actor.Always;
                if (!looksBeforeItBegins) rows = 0;
                pass.SetResult();
                yield return Actor.Always;
            }
        }

        public void AtRest()
        {
            if (rows > 0) throw new InvalidOperationException($"{rows} rows: one waits and the loop sleeps");
            if (asked is not { IsCompleted: true }) throw new InvalidOperationException("a message waits for a pass that never ends");
        }
    }
}
