using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Flows.Language;

public class When_a_flow_file_is_wrong
{
    /// <summary>What is changed in the good flow, and the problem told: line, step, words of the reason.</summary>
    public static TheoryData<string, string, int, string?, string> Mistakes => new()
    {
        { "version: 3", "version: trois", 3, null, "`version` must be a whole number from 1" },
        { "version: 3", "version: 3\nauthor: moi", 4, null, "unknown key `author` in the flow" },
        { "flow: depot", "flow: Dépôt", 2, null, "`flow` `Dépôt` may hold only small letters" },
        { "skill: titres\n", "", 2, null, "`skill` is missing in the flow" },
        { "languages: [fr, en]", "languages: [en]", 6, null, "`languages` must hold fr" },
        { "languages: [fr, en]", "languages: fr", 6, null, "`languages` must be a list" },
        { "channels: [web, voice, sms]", "channels: [web, fax]", 7, null, "`fax` is not a channel" },
        { "channels: [web, voice, sms]", "channels: [web, web]", 7, null, "holds `web` twice" },
        { "start: sujet", "start: debut", 9, null, "`start` names the step `debut`, which does not exist" },
        { "title: { fr: Déposer un dossier", "title: { french: Déposer un dossier", 4, null, "unknown key `french` in `title`" },
        { "voice: \"Votre dossier concerne quoi ?\"", "phone: \"Quoi ?\"", 14, "sujet", "unknown key `phone` in `text` in `fr`" },
        { "      as: choice", "      as: menu", 17, "sujet", "`as: menu` is no kind of answer" },
        { "          then: fiche_achat", "          then: fiche", 23, "sujet", "`then` names the step `fiche`, which does not exist" },
        { "        - id: vente", "        - id: achat", 24, "sujet", "two choices have the id `achat`" },
        { "    then: tri\n", "", 24, "sujet", "the choice `vente` has no way on" },
        { "    fiche: depot-achat\n    then: quand", "    fiche: depot-achat", 35, "fiche_achat", "this step has no way on: `then` is missing" },
        { "    decide: { on: sujet, ", "    decide: { ", 38, "tri", "`on` is missing in `decide`" },
        { "otherwise: ou }", "otherwise: nulle_part }", 38, "tri", "`otherwise` names the step `nulle_part`" },
        { "    say: {", "    goto: ou\n    say: {", 45, "rappel_date", "this one has goto and say" },
        { "    say: {", "    dire: {", 45, "rappel_date", "this one has none" },
        { "    then: ou\n", "    then: ou\n    next: ou\n", 48, "rappel_date", "unknown key `next` in a step with `say`" },
        { "    then: raconte\n", "", 49, "ou", "this question has no way on" },
        { "    no: vers_humain\n", "", 60, "bloque", "add `yes` and `no`, or `then`" },
        { "      as: postcode\n", "      as: postcode\n      choices: []\n", 52, "ou", "`choices` belongs to a question `as: choice`" },
        { "    then: raconte\n", "    then: raconte\n    yes: fin\n", 53, "ou", "`yes` belongs to a question `as: yesno`" },
        { "      reason: dossier_bloque\n      skill: general\n", "", 67, "vers_humain", "`reason` is missing in `offer_human`" },
        { "    goto: fin", "    goto: [fin]", 72, "retour", "`goto` must be a word" },
        { "    end: {", "    end: { texte: x, ", 78, "fin", "unknown key `texte` in `end`" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void The_problem_has_file_line_step_and_reason(string good, string wrong, int line, string? step, string reason)
    {
        var source = FixtureFlows.DepotSource;
        source.Should().Contain(good);

        var reading = FlowReader.Read(source.Replace(good, wrong, StringComparison.Ordinal), "flows/depot/depot.flow.yaml");

        reading.Flow.Should().BeNull();
        reading.Problems.Should().Contain(problem =>
            problem.File == "flows/depot/depot.flow.yaml" && problem.Line == line && problem.Step == step && problem.Reason.Contains(reason),
            "the problems are {0}", string.Join("\n", reading.Problems));
    }

    [Fact]
    public void Several_problems_are_told_at_once()
    {
        var wrong = FixtureFlows.DepotSource.Replace("version: 3", "version: x", StringComparison.Ordinal)
            .Replace("goto: fin", "goto: nulle_part", StringComparison.Ordinal).Replace("as: date", "as: jour", StringComparison.Ordinal);

        FlowReader.Read(wrong, "f").Problems.Select(problem => problem.Line).Should().Equal(3, 42, 72);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("- a\n- b", 1)]
    [InlineData("flow: x\nflow: y", 2)]
    [InlineData("flow: x\n  version: [", 2)]
    [InlineData("a: &a [*a]", 1)]
    [InlineData("flow: x\n---\nflow: y", 1)]
    [InlineData("? [a, b]\n: c", 1)]
    [InlineData("flow: \"\\ud800\"", 1)]
    public void What_is_no_flow_at_all_is_a_problem_too(string yaml, int line)
    {
        var reading = FlowReader.Read(yaml, "f");

        reading.Flow.Should().BeNull();
        reading.Problems.Should().Contain(problem => problem.Line == line, "the problems are {0}", string.Join("\n", reading.Problems));
    }

    [Fact]
    public void A_file_nested_without_end_is_refused() =>
        FlowReader.Read(new string('[', 100_000), "f").Problems.Should().ContainSingle().Which.Reason.Should().Contain("nested too deep");

    [Fact]
    public void No_damage_to_a_file_makes_the_reader_throw()
    {
        var source = FixtureFlows.DepotSource;
        var random = new Random(20261124);
        for (var round = 0; round < 2000; round++)
        {
            var at = random.Next(source.Length);
            var damaged = (round % 3) switch
            {
                0 => source.Remove(at, Math.Min(random.Next(1, 40), source.Length - at)),
                1 => source.Insert(at, "{}[]:-#&*!|>'\"%@`,?\n\t \0\ud800é"[random.Next(24)].ToString()),
                _ => source[..at],
            };

            var reading = FlowReader.Read(damaged, "f");

            (reading.Flow is null).Should().Be(reading.Problems.Count > 0);
        }
    }
}
