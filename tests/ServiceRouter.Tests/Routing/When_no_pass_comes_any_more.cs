using ServiceRouter.Routing;

namespace ServiceRouter.Tests.Routing;

/// <summary>The loop has ended before the bus: what is still delivered must not wait for a pass, and the bus not for what is delivered.</summary>
public sealed class When_no_pass_comes_any_more
{
    [Fact]
    public async Task Whoever_asked_before_and_whoever_asks_afterwards_is_told()
    {
        var passes = new WantedPasses();
        var before = passes.Ask();

        passes.End();

        await FluentActions.Awaiting(() => before).Should().ThrowAsync<TaskCanceledException>();
        passes.Ask().IsCanceled.Should().BeTrue();
    }
}
