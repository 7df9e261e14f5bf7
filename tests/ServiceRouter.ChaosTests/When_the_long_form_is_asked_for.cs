namespace ServiceRouter.ChaosTests;

[Trait("run", "in-test")]
public sealed class When_the_long_form_is_asked_for
{
    private static readonly string[] Known = ["1", "10", "10a"];

    [Theory]
    [InlineData("--program there --load 0.4 1 10a")]
    [InlineData("--load 0.4 --program there 1 10a")]
    [InlineData("1 --load 0.4 10a --program there")]
    public void Options_and_cases_come_in_any_order(string words)
    {
        var wanted = LongFormWanted.Read(words.Split(' '), Known);

        wanted.Should().BeEquivalentTo(new LongFormWanted("there", 0.4, ["1", "10a"]));
    }

    [Fact]
    public void Nothing_said_is_every_case_in_its_whole_size() => LongFormWanted.Read([], Known).Should().BeEquivalentTo(new LongFormWanted(null, 1, []));

    [Theory]
    [InlineData("1 11", "11 is neither a case nor an option")]
    [InlineData("--laod 0.4", "--laod is neither a case nor an option")]
    [InlineData("1 --load", "--load has no value")]
    [InlineData("--load half 1", "--load half is not a number above 0 and at most 10")]
    [InlineData("--load 0 1", "--load 0 is not a number above 0 and at most 10")]
    public void What_is_not_known_is_said_and_nothing_runs(string words, string why) =>
        FluentActions.Invoking(() => LongFormWanted.Read(words.Split(' '), Known)).Should().Throw<FormatException>().WithMessage(why);
}
