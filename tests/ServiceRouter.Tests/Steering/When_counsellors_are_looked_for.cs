using System.Text;
using ServiceRouter.Desk;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Host.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_counsellors_are_looked_for
{
    private static readonly FlowShelf Flows = new(FlowLibrary.Load(Path.Combine(Repository.Root, "flows")));

    private static readonly CounsellorSheet[] All =
    [
        Sheet("c1", "Zoé", "Vauzelle", "23", "France services Boussac"),
        Sheet("c2", "Léa", "Émery", "974", "France services de Saint-Joseph"),
        Sheet("c3", "Tom", "emery", "01", "France services de Valserhône") with { FirstName = "Ali" },
        Sheet("c4", "Inês", "Lacaussade", "", "France services"),
        Sheet("c5", "Jean", "Petit", "Creuse", "France services Guéret"),
    ];

    [Fact]
    public void They_stand_by_family_name_as_a_person_would_put_them() => Find("").Should().Equal("c3", "c2", "c4", "c5", "c1");

    [Theory]
    [InlineData("emery", "c3", "c2")]
    [InlineData("LÉA", "c2")]
    [InlineData("lea emery", "c2")]
    [InlineData("saint-joseph", "c2")]
    [InlineData("saint joseph", "c2")]
    [InlineData("  ain ", "c3", "c2")]
    [InlineData("01", "c3")]
    [InlineData("23", "c1")]
    [InlineData("creuse", "c5", "c1")]
    [InlineData("réunion", "c2")]
    [InlineData("c4", "c4")]
    [InlineData("nobody")]
    [InlineData("emery boussac")]
    public void Every_word_has_to_be_found_somewhere(string wanted, params string[] found) => Find(wanted).Should().Equal(found);

    [Fact]
    public void An_alias_is_looked_through_as_well() =>
        CounsellorSearch.Find([Aliased()], "camille", withoutDepartment: false).Should().ContainSingle();

    [Fact]
    public void Those_of_whom_no_departement_is_known_can_be_had_alone() => Find("", withoutDepartment: true).Should().Equal("c4", "c5");

    [Fact]
    public void The_spreadsheet_has_the_words_and_neither_a_reason_nor_who_is_at_work()
    {
        var one = Aliased() with { LastName = "=1+1", IsAtDesk = true };

        var lines = Encoding.UTF8.GetString(CounsellorsCsv.Write([one], Flows)).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines.Should().HaveCount(2);
        lines[0].Split(';').Should().HaveCount(10);
        lines[1].Should().Be("c1;'=1+1;Zoé;Camille R.;France services Boussac;23;Creuse;Conseillère;\"Toutes démarches, Retraite, minitel\";\"français, arabe\"");
    }

    private static CounsellorSheet Aliased()
    {
        var one = Sheet("c1", "Zoé", "Vauzelle", "23", "France services Boussac");
        return one with { Description = one.Description with { Alias = "Camille R.", AliasReason = "Menaces" } };
    }

    private static CounsellorSheet Sheet(string id, string first, string last, string territory, string space) =>
        new(id, first, last, new CounsellorDescription(space, territory, "Conseillère", ["retraite", "minitel", "general"], ["ar", "fr"], null, null), false, 0);

    private static IEnumerable<string> Find(string wanted, bool withoutDepartment = false) => CounsellorSearch.Find(All, wanted, withoutDepartment).Select(c => c.Id);
}
