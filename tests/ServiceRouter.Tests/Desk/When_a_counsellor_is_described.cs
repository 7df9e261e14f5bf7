using ServiceRouter.Desk;

namespace ServiceRouter.Tests.Desk;

public sealed class When_a_counsellor_is_described
{
    private static readonly CounsellorDescription Held = new("France services Boussac", "23", "Conseillère France services", ["general", "titres"], ["fr", "en"], null, null);

    [Fact]
    public void What_stands_can_be_sent_back_as_it_is() => FaultsOf(Held).Should().BeEmpty();

    [Fact]
    public void Nothing_has_to_be_said_of_the_departement() => FaultsOf(Held with { Territory = "" }).Should().BeEmpty();

    [Fact]
    public void An_alias_with_its_reason_is_taken() => FaultsOf(Held with { Alias = "Camille R.", AliasReason = "Menaces reçues au guichet." }).Should().BeEmpty();

    public static TheoryData<string, CounsellorDescription, DescribedField> Wrong => new()
    {
        { "no space", Held with { SpaceName = "" }, DescribedField.SpaceName },
        { "a long space", Held with { SpaceName = new string('x', DescriptionCheck.LongestLine + 1) }, DescribedField.SpaceName },
        { "a name for a code", Held with { Territory = "Creuse" }, DescribedField.Territory },
        { "the code of exercises", Held with { Territory = ServiceRouter.Handoffs.SealedTerritory.Code }, DescribedField.Territory },
        { "no quality", Held with { Quality = "" }, DescribedField.Quality },
        { "a long quality", Held with { Quality = new string('x', DescriptionCheck.LongestLine + 1) }, DescribedField.Quality },
        { "no skill", Held with { Skills = [] }, DescribedField.Skills },
        { "a skill that is none", Held with { Skills = ["general", "danse"] }, DescribedField.Skills },
        { "two skills as one", Held with { Skills = ["general titres"] }, DescribedField.Skills },
        { "no French", Held with { Languages = ["en"] }, DescribedField.Languages },
        { "a language that is none", Held with { Languages = ["fr", "tlh"] }, DescribedField.Languages },
        { "a long alias", Held with { Alias = new string('x', DescriptionCheck.LongestName + 1), AliasReason = "Menaces." }, DescribedField.Alias },
        { "an alias without its reason", Held with { Alias = "Camille R." }, DescribedField.AliasReason },
        { "an alias with an empty reason", Held with { Alias = "Camille R.", AliasReason = " \n " }, DescribedField.AliasReason },
        { "a reason without an alias", Held with { AliasReason = "Menaces." }, DescribedField.Alias },
        { "a long reason", Held with { Alias = "Camille R.", AliasReason = new string('x', DescriptionCheck.LongestReason + 1) }, DescribedField.AliasReason },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_said_of_its_part(string what, CounsellorDescription wanted, DescribedField field)
    {
        FaultsOf(wanted).Should().ContainSingle(what).Which.Field.Should().Be(field);
        FaultsOf(wanted).Should().OnlyContain(fault => fault.Text.EndsWith('.'));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        FaultsOf(new CounsellorDescription("", "99", "", [], [], "X", null)).Select(f => f.Field).Should().Equal(
            DescribedField.SpaceName, DescribedField.Territory, DescribedField.Quality, DescribedField.Skills, DescribedField.Languages, DescribedField.AliasReason);

    [Fact]
    public void A_skill_and_a_language_that_have_left_the_lists_may_stay_and_nobody_gets_them_anew()
    {
        var held = Held with { Skills = ["general", "minitel"], Languages = ["fr", "oc"] };

        DescriptionCheck.Faults(held with { Quality = "Conseiller" }, held, IsDepartment, IsSkill).Should().BeEmpty();
        FaultsOf(held).Select(f => f.Field).Should().Equal(DescribedField.Skills, DescribedField.Languages);
    }

    [Fact]
    public void More_skills_than_the_row_holds_are_refused_and_not_cut()
    {
        var many = Enumerable.Range(0, 100).Select(n => $"skill{n}").ToList();

        DescriptionCheck.Faults(Held with { Skills = many }, Held, IsDepartment, _ => true).Should().ContainSingle().Which.Field.Should().Be(DescribedField.Skills);
    }

    [Fact]
    public void It_is_tidied_before_it_is_judged()
    {
        var tidy = DescriptionCheck.Tidy(new CounsellorDescription("  France\u00a0services \n Boussac\0", " 23 ", "Conseillère", ["caf", "caf", null!], ["fr", null!, "fr"], "  ", " Menaces.\nAu guichet. "));

        tidy.Should().BeEquivalentTo(new CounsellorDescription("France services Boussac", "23", "Conseillère", ["caf"], ["fr"], null, "Menaces.\nAu guichet."));
    }

    [Fact]
    public void Another_order_of_the_same_skills_is_no_difference() =>
        (Held with { Skills = ["titres", "general"], Languages = ["en", "fr"] }).DifferencesTo(Held).Should().BeEmpty();

    [Fact]
    public void Each_part_is_told_apart()
    {
        var other = new CounsellorDescription("Autre", "01", "Autre", ["caf"], ["fr"], "Camille", "Menaces");

        other.DifferencesTo(Held).Should().Equal(Enum.GetValues<DescribedField>());
        Enum.GetValues<DescribedField>().Select(DescriptionWords.Field).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Who_was_first_is_said_with_what_they_changed()
    {
        CounsellorChange[] changes = [Changed(7, "responsable2", DescribedField.Skills), Changed(5, "responsable1", DescribedField.Territory, DescribedField.Skills)];

        DescriptionWords.ChangedBy(changes).Should().StartWith("responsable1 et responsable2 ont changé cette fiche").And.Contain("(département, compétences)");
        DescriptionWords.ChangedBy(changes[..1]).Should().StartWith("responsable2 a changé cette fiche").And.Contain("(compétences)");
    }

    private static CounsellorChange Changed(int version, string person, params DescribedField[] fields) =>
        new() { CounsellorId = "conseiller1", Version = version, Person = person, Fields = [.. fields.Select(f => f.ToString())] };

    private static IReadOnlyList<DescriptionFault> FaultsOf(CounsellorDescription wanted) => DescriptionCheck.Faults(DescriptionCheck.Tidy(wanted), Held, IsDepartment, IsSkill);

    private static bool IsDepartment(string code) => code is "01" or "23" or "2A";

    private static bool IsSkill(string id) => id is "general" or "titres" or "caf";
}
