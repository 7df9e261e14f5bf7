using ServiceRouter.PhoneSimulator.Scripts;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_a_call_script_is_played
{
    private const string Script = """
        # Accueil : rejoué comme un test.
        = un conseiller par la touche 0
        entend: tapez 0
        touche 0
        entend: je vous mets en relation
        > demande demande_humain
        raccroche

        = deux silences
        silence
        silence
        entend: au revoir
        > fin

        = à la voix, après un moment
        attend 3
        appelant: un conseiller
        entend: JE VOUS   METS en relation
        """;

    [Fact]
    public async Task Every_case_is_a_call_of_its_own()
    {
        using var stage = Served();
        var facts = new List<string>();

        var problems = await CallPlayer.PlayAsync(stage.Phone, Read(Script), Stage(stage) with
        {
            Witness = (_, fact) =>
            {
                facts.Add($"{fact.Fact} {string.Join(' ', fact.Words)}");
                return Task.FromResult<string?>(null);
            },
        });

        problems.Should().BeEmpty();
        facts.Should().Equal("demande demande_humain");
        stage.Phone.Calls.Should().HaveCount(3);
    }

    [Fact]
    public async Task What_went_otherwise_is_told_with_its_line_and_what_came_instead()
    {
        using var stage = Served();

        var problems = await CallPlayer.PlayAsync(stage.Phone, Read(Script.Replace("au revoir", "bonne nuit", StringComparison.Ordinal)), Stage(stage) with
        {
            Witness = (_, _) => Task.FromResult<string?>("there is no request"),
        });

        problems.Should().HaveCount(2);
        problems[0].ToString().Should().StartWith("accueil.call:6: « un conseiller par la touche 0 »: there is no request");
        problems[1].ToString().Should().StartWith("accueil.call:12: « deux silences »: ").And.Contain("bonne nuit").And.Contain("Voice: Au revoir");
    }

    [Theory]
    [InlineData("entend: a", 1, "begins with a case")]
    [InlineData("= a\nentend: b\ntouche x", 3, "`touche x` is not a line")]
    [InlineData("= a\nentend: b\nusager: c", 3, "is not a line")]
    [InlineData("= a\nattend -1\nentend: b", 2, "is not a line")]
    [InlineData("= a\ntouche 1", 1, "expects nothing")]
    [InlineData("= \nentend: b", 1, "no title")]
    [InlineData("= a\nentend: b\nraccroche\ntouche 1", 4, "after the end")]
    [InlineData("# only", 1, "no case")]
    public void A_wrong_line_is_named(string text, int line, string reason)
    {
        var reading = CallReader.Read(text, "a.call");

        reading.Script.Should().BeNull();
        reading.Problems.Should().ContainSingle(problem => problem.Line == line && problem.Reason.Contains(reason));
    }

    private static CallScript Read(string text) => CallReader.Read(text, "accueil.call").Script!;

    private static CallStage Stage(PhoneStage stage) => new(PhoneStage.Citizen, PhoneStage.Number)
    {
        Passes = stage.Clock.PassAsync,
        LongestWait = TimeSpan.FromSeconds(30),
    };

    private static PhoneStage Served()
    {
        var stage = new PhoneStage();
        const string gather = "<Gather input=\"dtmf speech\" numDigits=\"1\" action=\"/heard\" timeout=\"6\"><Say>Tapez 0 pour un conseiller</Say></Gather>";
        stage.Service.On("/voice", $"{gather}{gather}<Say>Au revoir</Say><Hangup/>").On("/heard", "<Say>Je vous mets en relation</Say><Pause length=\"60\"/>");
        return stage;
    }
}
