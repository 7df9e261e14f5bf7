using ServiceRouter.Host.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_a_share_is_told
{
    [Theory]
    [InlineData(null, "sans objet")]
    [InlineData(0.0, "0\u00a0%")]
    [InlineData(0.0004, "moins de 0,1\u00a0%")]
    [InlineData(0.5, "50\u00a0%")]
    [InlineData(0.9996, "plus de 99,9\u00a0%")]
    [InlineData(1.0, "100\u00a0%")]
    public void One_who_was_not_answered_does_not_vanish_in_the_rounding(double? share, string told) => SteeringWords.Share(share).Should().Be(told);
}
