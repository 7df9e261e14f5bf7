using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_waits_are_told
{
    [Fact]
    public void Nobody_answered_means_no_figure() => WaitSeconds.Of([]).Should().Be(new WaitSeconds(null, null));

    [Fact]
    public void One_answer_is_median_and_ninth_decile() => WaitSeconds.Of(Waits(42)).Should().Be(new WaitSeconds(42, 42));

    [Fact]
    public void Each_percentile_is_a_wait_that_somebody_had() =>
        WaitSeconds.Of(Waits([.. Enumerable.Range(1, 100).Select(n => (double)n).Reverse()])).Should().Be(new WaitSeconds(50, 90));

    private static IEnumerable<WaitSample> Waits(params double[] seconds) => seconds.Select(s => new WaitSample("web", "23", "fr", s));
}
