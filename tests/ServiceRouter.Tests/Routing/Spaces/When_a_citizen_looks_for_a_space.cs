using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.Pages;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_citizen_looks_for_a_space
{
    [Fact]
    public void Ten_spaces_near_the_postcode_are_shown_with_their_state()
    {
        var page = Page("01200");

        page.Where.Should().Be("près de 01200 (Ain)");
        page.Spaces.Should().HaveCount(10);
        page.Spaces[0].Distance.Should().Be("Même code postal");
        page.Spaces[0].State.Should().StartWith("Ouvert maintenant");
        page.Spaces.Skip(1).Should().Contain(card => card.Distance!.StartsWith("À environ"));
        page.HoursMention.Should().Be("horaires du 1er août 2024, à vérifier");
        page.Problem.Should().BeNull();
    }

    [Fact]
    public void A_name_that_several_communes_have_gives_the_choice_and_each_choice_leads_on()
    {
        var page = Page("Saint-Denis");

        page.Spaces.Should().BeEmpty();
        page.Choices.Should().HaveCount(2);
        foreach (var choice in page.Choices)
            Page(choice.ToString()).Spaces[0].Distance.Should().Be("Dans la commune");
    }

    [Fact]
    public void A_departement_gives_all_its_spaces() => Page("Creuse").Spaces.Should().HaveCountGreaterThan(10).And.OnlyContain(card => card.Distance == null);

    [Theory]
    [InlineData("99999", "*ne connaissons pas le code postal 99999*")]
    [InlineData("Xyzville", "*Xyzville*code postal*")]
    [InlineData("97133", "*aucun espace*Saint-Barthélemy*")]
    [InlineData("975", "*aucun espace*Saint-Pierre-et-Miquelon*")]
    public void A_place_without_an_answer_is_told_why(string place, string why)
    {
        var page = Page(place);

        page.Problem.Should().Match(why);
        page.Spaces.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Nothing_typed_is_no_problem(string? place)
    {
        var page = Page(place);

        page.Problem.Should().BeNull();
        page.Where.Should().BeNull();
    }

    [Fact]
    public void A_very_long_text_is_cut() => Page(new string('a', 5000)).Problem!.Length.Should().BeLessThan(400);

    [Fact]
    public void Hours_that_are_not_known_are_not_shown_as_closed()
    {
        var unknown = Page("97150").Spaces.Single(card => !card.Space.Hours.AreKnown);

        unknown.Hours.Should().BeEmpty();
        unknown.State.Should().Be("Horaires non publiés");
    }

    [Fact]
    public void No_account_is_asked_for() =>
        typeof(EspacesModel).Should().BeDecoratedWith<Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute>();

    private static EspacesModel Page(string? place)
    {
        var page = new EspacesModel(RealSpaces.Directory, new FakeTimeProvider(SampleSpaces.InParis(2026, 11, 24, 10))) { Place = place };
        page.OnGet();
        return page;
    }
}
