using ServiceRouter.Flows.Checking;

namespace ServiceRouter.Tests.Flows.Checking;

public class When_a_flow_breaks_a_rule
{
    private const string Apology = "    end: { text: { fr: J'espère vous avoir aidé., en: I hope that this helped. } }\n";

    /// <summary>What is changed in the good flow, one rule broken at a time, and the problem told: line, step, words of the reason.</summary>
    public static TheoryData<string, string, int, string?, string> BrokenRules => new()
    {
        { "skill: titres", "skill: fusees", 8, null, "the skill `fusees` is not in skills.yaml" },
        { "      skill: general", "      skill: fusees", 65, "vers_humain", "the skill `fusees` is not in skills.yaml" },
        { "      reason: dossier_bloque\n      text", "      reason: ennui\n      text", 73, "demande", "the reason `ennui` is not in skills.yaml" },
        { "fiche: depot-achat", "fiche: absente", 34, "fiche_achat", "the fiche `absente` is not in knowledge" },
        { "    goto: fin", "    goto: sujet", 77, "fin", "no way leads here from the start" },
        { "    goto: fin", "    goto: tour\n  tour:\n    goto: retour", 71, "retour", "turns in a circle without waiting for the citizen: retour -> tour -> retour" },
        { "    goto: fin", "    goto: retour", 71, "retour", "turns in a circle without waiting for the citizen: retour -> retour" },
        { "then: raconte", "then: ou", 48, "ou", "no way leads from here to an end or a request" },
        { Apology, "    end: { text: Au revoir. }\n", 78, "fin", "`end` for web in en is missing" },
        { ", en: On which date? }", " }", 41, "quand", "`ask` for voice in en is missing" },
        { "{ default: \"De quoi s'agit-il ?\", voice", "{ voice", 14, "sujet", "`ask` for sms in fr is missing" },
        { "J'espère vous avoir aidé.", new string('a', 310), 78, "fin", "`end` for sms in fr has 310 characters, at most 306" },
        { "J'espère vous avoir aidé.", new string('a', 330), 78, "fin", "`end` for voice in fr has 330 characters, at most 320" },
        { "J'espère vous avoir aidé.", new string('a', 1001), 78, "fin", "`end` for web in fr has 1001 characters, at most 1000" },
        { "fr: Déposer un dossier", "fr: " + new string('a', 81), 4, null, "`title` for web in fr has 81 characters, at most 80" },
        { "save: sujet", "save: theme", 37, "tri", "`on: sujet` is no saved answer of this flow" },
        { "start: sujet", "start: tri", 37, "tri", "`on: sujet` is not given on every way to here" },
        { "{ on: sujet, cases: { vente: quand, perte: vers_humain }, otherwise: ou }", "{ on: sujet, cases: { vendre: quand }, otherwise: ou }", 37, "tri", "the case `vendre` is no answer of `sujet`" },
        { ", otherwise: ou }", " }", 37, "tri", "no way on when `sujet` is achat or adresse" },
        { "    goto: fin", "    decide: { on: jour, cases: { lundi: fin }, otherwise: fin }", 71, "retour", "`on: jour` is an open question" },
        { "      as: yesno\n", "      as: yesno\n      save: sujet\n", 59, "bloque", "`sujet` is already saved at step `sujet` as another kind of answer" },
        { "fr: J'espère vous avoir aidé.", "fr: \"Au revoir {recit}\"", 78, "fin", "`end` repeats the answer `recit`, which is not given on every way to here" },
        { "[perte, perdu, vol]", "[perte, perdu, HUMAIN]", 30, "sujet", "the choice `perte` takes `HUMAIN`, which is reserved" },
        { "[perte, perdu, vol]", "[perte, aide]", 30, "sujet", "the choice `perte` takes `aide`, which is reserved" },
        { "[perte, perdu, vol]", "[perte, \"0\"]", 30, "sujet", "the choice `perte` takes `0`, which is reserved" },
        { "[perte, perdu, vol]", "[perte, \"*\"]", 30, "sujet", "the choice `perte` takes `*`, which is reserved" },
        { "[perte, perdu, vol]", "[perte, \"9\"]", 30, "sujet", "the choice `perte` takes `9`, which is reserved" },
        { "fr: J'ai perdu ma carte", "fr: Conseiller", 30, "sujet", "the choice `perte` takes `Conseiller`, which is reserved" },
        { "[perte, perdu, vol]", "[perte, \"2\"]", 30, "sujet", "the choice `perte` takes the number `2`" },
        { "[perte, perdu, vol]", "[perte, vendu]", 30, "sujet", "`vendu` of the choice `perte` picks none: it fits another choice as well" },
        { "[perte, perdu, vol]", "[perte, deux]", 30, "sujet", "`deux` of the choice `perte` picks the choice `vente`" },
    };

    [Theory, MemberData(nameof(BrokenRules))]
    public void The_problem_has_file_line_step_and_reason(string good, string broken, int line, string? step, string reason)
    {
        var source = FixtureFlows.DepotSource;
        source.Should().Contain(good);

        var problems = Check(source.Replace(good, broken, StringComparison.Ordinal));

        problems.Should().Contain(problem =>
            problem.File == "test.flow.yaml" && problem.Line == line && problem.Step == step && problem.Reason.Contains(reason),
            "the problems are {0}", string.Join("\n", problems));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_question_has_two_to_six_choices(int count)
    {
        var choices = string.Concat(Enumerable.Range(0, count).Select(at => $"        - {{ id: c{at}, text: {{ fr: Mot{(char)('a' + at)}, en: Mot{(char)('a' + at)} }} }}\n"));
        var source = FixtureFlows.DepotSource;
        var from = source.IndexOf("        - id: achat", StringComparison.Ordinal);
        var to = source.IndexOf("    then: tri", StringComparison.Ordinal);

        Check(source[..from] + choices + source[to..]).Should().Contain(problem => problem.Step == "sujet" && problem.Reason.EndsWith($"2 to 6 choices; this one has {count}"));
    }

    [Fact]
    public void A_step_that_no_answers_lead_to_is_told()
    {
        var source = FixtureFlows.DepotSource.Replace("    goto: fin", "    decide: { on: sujet, cases: { achat: jamais }, otherwise: fin }\n  jamais:\n    ask:\n      text: { fr: Quoi ?, en: What? }\n      as: text\n    then: fin", StringComparison.Ordinal)
            .Replace("    no: vers_humain", "    no: fin", StringComparison.Ordinal);

        Check(source).Should().Contain(problem => problem.Step == "jamais" && problem.Reason == "no answers of the citizen lead here");
    }

    [Fact]
    public void Several_problems_come_in_the_order_of_the_file()
    {
        var problems = Check(FixtureFlows.DepotSource.Replace("fiche: depot-achat", "fiche: absente", StringComparison.Ordinal)
            .Replace("skill: titres", "skill: fusees", StringComparison.Ordinal).Replace(Apology, "    end: { text: Au revoir. }\n", StringComparison.Ordinal));

        problems.Select(problem => problem.Line).Should().BeInAscendingOrder().And.StartWith([8, 34, 78]);
    }

    [Fact]
    public void The_good_flow_has_none() => Check(FixtureFlows.DepotSource).Should().BeEmpty();

    [Fact]
    public void The_reasons_that_every_flow_can_give_must_have_labels() =>
        FlowChecker.Check(FixtureFlows.Depot, ["titres", "general"], ["dossier_bloque"], ["depot-achat"])
            .Select(problem => problem.Reason).Should().Equal(
                "the reason `demande_humain`, which every flow can give, is not in skills.yaml",
                "the reason `incompris`, which every flow can give, is not in skills.yaml");

    private static IReadOnlyList<ServiceRouter.Flows.Language.FlowProblem> Check(string source) =>
        FlowChecker.Check(FixtureFlows.Read(source), ["titres", "general"], ["dossier_bloque", "demande_humain", "incompris"], ["depot-achat"]);
}
