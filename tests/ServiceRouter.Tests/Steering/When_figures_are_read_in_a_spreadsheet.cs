using ServiceRouter.Host.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_figures_are_read_in_a_spreadsheet
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("Zoé Martel", "Zoé Martel")]
    [InlineData("=cmd|A1", "'=cmd|A1")]
    [InlineData("Zoé;\"Martel\"", "\"Zoé;\"\"Martel\"\"\"")]
    // One that takes commas or tabs too for the end of a cell.
    [InlineData("Zoé,=cmd|A1", "\"Zoé,=cmd|A1\"")]
    [InlineData("Zoé\t=cmd|A1", "\"Zoé\t=cmd|A1\"")]
    public void A_value_stays_one_cell_and_no_formula(string? value, string cell) => FrenchCsv.Cell(value).Should().Be(cell);
}
