using ServiceRouter.Routing.Spaces;

namespace ServiceRouter.Tests.Routing.Spaces;

public sealed class When_the_columns_of_a_list_change
{
    private static readonly DateOnly Day = new(2026, 1, 5);

    [Fact]
    public void Order_separator_case_and_unknown_columns_do_not_matter()
    {
        var reading = SpacesCsv.Read(
            "itinerance;LIB_COM;code_postal;insee_dep;id_fs;lib_fs;longitude;latitude;h_lundi;h_dimanche\n"
            + "non;Guéret;23000;23;7;France services;1,87;46.17;09:00 - 12:00;10:00 - 11:00\n", Day);

        reading.Refusal.Should().BeNull();
        var space = reading.Spaces.Should().ContainSingle().Subject;
        space.Should().Match<Space>(found => found.Id == "7" && found.Commune == "Guéret" && found.Phone == null && found.Format == SpaceFormat.Unknown);
        space.Location.Should().Be(new Coordinates(46.17, 1.87));
        space.Hours.On(DayOfWeek.Sunday).Should().ContainSingle();
        reading.MissingColumns.Should().Contain(["telephone", "h_mardi"]).And.NotContain("h_lundi");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nom,prenom\nDupont,Jeanne\n")]
    [InlineData("id_fs,insee_dep,lib_fs,code_postal,lib_com,latitude,longitude\n1,23,a,23000,b,46,1\n")]
    [InlineData("<html><body>404</body></html>")]
    public void Another_kind_of_file_is_refused(string text) => SpacesCsv.Read(text, Day).Refusal.Should().NotBeNullOrEmpty();

    [Theory]
    [InlineData("liste-fs-20240801.csv", "2024-08-01")]
    [InlineData("france-services-2026-10-15.csv", "2026-10-15")]
    [InlineData("liste.csv", null)]
    [InlineData("liste-20241301.csv", null)]
    public void The_date_is_in_the_name(string name, string? date) =>
        ListDate.InName(name)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).Should().Be(date);

    [Fact]
    public void Without_a_date_the_newest_label_counts_so_that_hours_never_look_fresher() =>
        SpacesCsv.Read(SampleSpaces.Header + "\n" + SampleSpaces.Row(), knownDate: null).ListDate.Should().Be(new DateOnly(2020, 2, 1));
}
