using ServiceRouter.Desk;

namespace ServiceRouter.Tests.Desk;

/// <summary>Only a person ends a request: where nothing happens for long, the desk asks. Words, notes, moves and an open line are signs of life.</summary>
public sealed class When_nothing_happens_in_a_conversation
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 9, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);
    private static readonly SignsOfLife Old = new(Noon.AddHours(-1), Noon.AddHours(-2), NotedAt: null, LineAt: null, IsOnLine: false);

    [Fact]
    public void It_is_quiet_since_the_last_that_happened() => Old.QuietSince(Noon, TenMinutes).Should().Be(Noon.AddHours(-1));

    [Fact]
    public void Ten_minutes_are_enough_and_less_are_not()
    {
        (Old with { WordAt = Noon - TenMinutes }).QuietSince(Noon, TenMinutes).Should().Be(Noon - TenMinutes);
        (Old with { WordAt = Noon - TenMinutes + TimeSpan.FromSeconds(1) }).QuietSince(Noon, TenMinutes).Should().BeNull();
    }

    [Fact]
    public void A_move_a_note_and_the_end_of_a_call_are_signs_of_life()
    {
        var now = Noon.AddMinutes(-1);

        new[] { Old with { MovedAt = now }, Old with { NotedAt = now }, Old with { LineAt = now } }.Select(signs => signs.QuietSince(Noon, TenMinutes)).Should().AllSatisfy(since => since.Should().BeNull());
    }

    [Fact]
    public void While_a_line_is_open_people_talk() => (Old with { LineAt = Noon.AddHours(-1), IsOnLine = true }).QuietSince(Noon, TenMinutes).Should().BeNull();

    [Theory]
    [InlineData(0, 30, false)]
    [InlineData(10, 30, true)]
    [InlineData(10, 10, true)]
    [InlineData(40, 30, false)]
    [InlineData(10, 1500, false)]
    public void Managers_are_told_later_than_the_desk(int quietMinutes, int forgottenMinutes, bool isGood) =>
        new DeskOptionsValidator().Validate(null, new DeskOptions { QuietAfter = TimeSpan.FromMinutes(quietMinutes), ForgottenAfter = TimeSpan.FromMinutes(forgottenMinutes) })
            .Succeeded.Should().Be(isGood);
}
