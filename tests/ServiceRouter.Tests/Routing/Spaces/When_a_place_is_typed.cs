using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_a_place_is_typed
{
    [Theory]
    [InlineData("23000", "23000")]
    [InlineData(" 23 000 ", "23000")]
    [InlineData("93200 Saint-Denis", "93200")]
    [InlineData("Paris 12e", "75012")]
    [InlineData("Paris 12", "75012")]
    [InlineData("lyon 8eme arrondissement", "69008")]
    [InlineData("Marseille 1er", "13001")]
    [InlineData("Guéret", "23000")]
    [InlineData("Annecy (74)", "74000")]
    public void A_postcode_is_found(string typed, string postcode) =>
        RealSpaces.Directory.FindPlace(typed).Should().Be(new PlaceFound.ByPostcode(postcode));

    [Theory]
    [InlineData("Ébreuil", "Ébreuil (03)")]
    [InlineData("EBREUIL", "Ébreuil (03)")]
    [InlineData("paris", "Paris (75)")]
    [InlineData("st agreve", "Saint-Agrève (07)")]
    [InlineData("Saint-Denis (974)", "Saint-Denis (974)")]
    [InlineData("Valence 26", "Valence (26)")]
    public void A_commune_is_found_as_people_write_it(string typed, string commune) =>
        RealSpaces.Directory.FindPlace(typed).Should().BeOfType<PlaceFound.OneCommune>().Which.Commune.ToString().Should().Be(commune);

    [Fact]
    public void Communes_of_the_same_name_are_all_given() =>
        RealSpaces.Directory.FindPlace("saint denis").Should().BeOfType<PlaceFound.SeveralCommunes>()
            .Which.Communes.Select(commune => commune.ToString()).Should().Equal("Saint-Denis (93)", "Saint-Denis (974)");

    [Fact]
    public void The_beginning_of_a_name_gives_those_that_begin_so() =>
        RealSpaces.Directory.FindPlace("Valser").Should().BeOfType<PlaceFound.OneCommune>().Which.Commune.Name.Should().Be("Valserhône");

    [Theory]
    [InlineData("Creuse", "23")]
    [InlineData("23", "23")]
    [InlineData("2a", "2A")]
    [InlineData("cotes d'armor", "22")]
    public void A_departement_is_found(string typed, string code) =>
        RealSpaces.Directory.FindPlace(typed).Should().BeOfType<PlaceFound.WholeDepartment>().Which.Department.Code.Should().Be(code);

    [Theory]
    [InlineData("Paris ١٢", "75012")]
    [InlineData("paris １２", "75012")]
    [InlineData("٧٥٠٠١", "75001")]
    public void Digits_of_another_script_count(string typed, string postcode) =>
        RealSpaces.Directory.FindPlace(typed).Should().BeOfType<PlaceFound.ByPostcode>().Which.Postcode.Should().Be(postcode);

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("\uD83D")]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("Xyzville")]
    [InlineData("a")]
    [InlineData("(")]
    [InlineData("<script>alert(1)</script>")]
    public void Anything_else_is_nothing(string typed) => RealSpaces.Directory.FindPlace(typed).Should().BeOfType<PlaceFound.Nothing>();
}
