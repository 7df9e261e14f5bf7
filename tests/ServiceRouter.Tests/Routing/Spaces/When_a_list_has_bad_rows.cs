using ServiceRouter.Routing.Spaces;
using static ServiceRouter.Tests.Routing.Spaces.SampleSpaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_list_has_bad_rows
{
    [Theory]
    [InlineData("2,23,Nom,2300,Guéret,46.1,1.8", "more or fewer values")]
    [InlineData("quotes", "quotes")]
    [InlineData("postcode", "not five digits")]
    [InlineData("department", "no département")]
    [InlineData("hours", "h_mardi")]
    [InlineData("place", "not a place on earth")]
    [InlineData("name", "lib_fs is empty")]
    [InlineData("twice", "already used")]
    public void They_are_told_by_line_and_the_others_load(string what, string reason)
    {
        string bad = what switch
        {
            "quotes" => Row("2", name: "\"France\" services"),
            "postcode" => Row("2", postcode: "2300"),
            "department" => Row("2", department: "20"),
            "hours" => Row("2", tuesday: "le matin"),
            "place" => Row("2", latitude: "95.2"),
            "name" => Row("2", name: " "),
            "twice" => Row("1"),
            _ => what,
        };

        var reading = Read(Row("1", comment: "deux\nlignes"), bad, Row("3"));

        reading.Spaces.Select(space => space.Id).Should().Equal("1", "3");
        reading.Problems.Should().ContainSingle().Which.Should().Match<RowProblem>(problem => problem.Line == 4 && problem.Reason.Contains(reason));
    }

    [Fact]
    public void More_bad_than_good_rows_refuse_the_list() =>
        Read(Row("1"), Row("2", postcode: "x"), Row("3", postcode: "y")).Refusal.Should().Contain("2 could not").And.Contain("line 3");

    [Fact]
    public void A_quote_that_swallows_the_rest_refuses_the_list() =>
        Read(Row("1"), Row("2"), Row("3", name: "\"France services"), Row("4"), Row("5")).Refusal.Should().Contain("never closed");
}
