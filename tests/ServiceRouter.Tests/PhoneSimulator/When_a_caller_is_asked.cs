namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_a_caller_is_asked
{
    [Fact]
    public async Task A_number_of_keys_is_enough()
    {
        using var stage = Asking("<Gather numDigits=\"2\" action=\"/heard\"><Say>Tapez deux chiffres</Say></Gather>");
        var call = stage.Call();
        await call.HearsAsync("Tapez");

        call.Presses("12");

        await call.HearsAsync("merci");
        var heard = stage.Service.At("/heard").Single();
        (heard["Digits"], heard["CallStatus"], heard.IsSigned).Should().Be(("12", "in-progress", true));
        heard.Form.Should().NotContainKey("SpeechResult");
    }

    [Theory]
    [InlineData("", "42#", "42")]
    [InlineData(" finishOnKey=\"*\"", "4#2*", "4#2")]
    [InlineData(" finishOnKey=\"\" numDigits=\"3\"", "4#*", "4#*")]
    public async Task A_key_ends_the_entry_and_is_not_part_of_it(string attributes, string keys, string digits)
    {
        using var stage = Asking($"<Gather action=\"/heard\"{attributes}/>");
        var call = stage.Call();

        call.Presses(keys);

        await call.HearsAsync("merci");
        stage.Service.At("/heard").Single()["Digits"].Should().Be(digits);
    }

    [Fact]
    public async Task Time_counts_from_the_last_key()
    {
        using var stage = Asking("<Gather timeout=\"4\" action=\"/heard\"/>");
        var call = stage.Call();
        await stage.PassAsync(3);
        call.Presses("1");
        await stage.PassAsync(3);
        call.Presses("2");
        await stage.PassAsync(3);
        stage.Service.At("/heard").Should().BeEmpty();

        await stage.PassAsync(1);

        stage.Service.At("/heard").Single()["Digits"].Should().Be("12");
    }

    [Fact]
    public async Task Silence_goes_on_with_the_next_verb()
    {
        using var stage = Asking("<Gather action=\"/heard\"><Say>Tapez</Say></Gather><Say>Je n'ai rien entendu</Say>");
        var call = stage.Call();
        await stage.PassAsync(4);
        call.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("Je n'ai"));

        await stage.PassAsync(1);

        await call.HearsAsync("Je n’ai rien entendu");
        stage.Service.At("/heard").Should().BeEmpty();
    }

    [Theory]
    [InlineData("dtmf", "Digits")]
    [InlineData("speech", "SpeechResult")]
    public async Task Silence_can_be_told(string input, string empty)
    {
        using var stage = Asking($"<Gather input=\"{input}\" timeout=\"3\" action=\"/heard\" actionOnEmptyResult=\"true\"/>");
        stage.Call();

        await stage.PassAsync(3);

        stage.Service.At("/heard").Single()[empty].Should().BeEmpty();
    }

    [Fact]
    public async Task A_sentence_comes_with_its_confidence()
    {
        using var stage = Asking("<Gather input=\"speech dtmf\" language=\"fr-FR\" hints=\"conseiller\" action=\"/heard\"/>");
        var call = stage.Call();

        call.Says("je voudrais un conseiller", confidence: 0.62);

        await call.HearsAsync("merci");
        var heard = stage.Service.At("/heard").Single();
        (heard["SpeechResult"], heard["Confidence"], heard["Language"]).Should().Be(("je voudrais un conseiller", "0.62", "fr-FR"));
        heard.Form.Should().NotContainKey("Digits");
    }

    [Fact]
    public async Task A_sentence_that_goes_on_ends_with_the_speech_time()
    {
        using var stage = Asking("<Gather input=\"speech\" timeout=\"9\" speechTimeout=\"2\" action=\"/heard\" partialResultCallback=\"/partial\"/>");
        stage.Service.On("/partial", "");
        var call = stage.Call();
        call.Says("je voudrais", goesOn: true);
        await stage.PassAsync(1);
        call.Says("un conseiller", goesOn: true);

        await stage.PassAsync(2);

        stage.Service.At("/heard").Single()["SpeechResult"].Should().Be("je voudrais un conseiller");
        stage.Service.At("/partial").Select(partial => (partial["UnstableSpeechResult"], partial["SequenceNumber"]))
            .Should().Equal(("je voudrais", "0"), ("je voudrais un conseiller", "1"));
    }

    [Fact]
    public async Task The_first_kind_of_input_wins()
    {
        using var stage = Asking("<Gather input=\"dtmf speech\" numDigits=\"2\" action=\"/heard\"/>");
        var call = stage.Call();

        call.Presses("1");
        call.Says("bonjour");
        call.Presses("2");

        await call.HearsAsync("merci");
        stage.Service.At("/heard").Single()["Digits"].Should().Be("12");
    }

    [Fact]
    public async Task A_key_stops_the_prompt()
    {
        using var stage = Asking("<Gather numDigits=\"1\" action=\"/heard\"><Say>Une phrase très longue qui dure</Say><Say>et encore une autre</Say></Gather>", charactersPerSecond: 2);
        var call = stage.Call();
        await call.HearsAsync("très longue");
        await stage.PassAsync(1);

        call.Presses("0");

        await call.HearsAsync("merci");
        call.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("et encore"));
    }

    [Theory]
    [InlineData("<Gather bargeIn=\"false\" timeout=\"5\" numDigits=\"1\" action=\"/heard\"><Say>une longue phrase</Say></Gather>")]
    [InlineData("<Say>une longue phrase</Say><Gather timeout=\"5\" numDigits=\"1\" action=\"/heard\"/>")]
    public async Task A_key_is_lost_while_nobody_listens(string verbs)
    {
        using var stage = Asking(verbs, charactersPerSecond: 2);
        var call = stage.Call();
        await call.HearsAsync("longue phrase");
        await stage.PassAsync(1);

        call.Presses("0");

        await call.SeesAsync("nobody listens");
        await stage.PassAsync(20);
        (await call.EndsAsync()).Should().Be("completed");
        stage.Service.At("/heard").Should().BeEmpty();
    }

    [Fact]
    public async Task Without_an_action_the_same_document_is_asked()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", request => request.Form.ContainsKey("Digits") ? "<Say>encore</Say>" : "<Gather numDigits=\"1\"/>");
        var call = stage.Call();

        call.Presses("5");

        await call.HearsAsync("encore");
        stage.Service.At("/voice").Should().HaveCount(2);
    }

    private static PhoneStage Asking(string verbs, double charactersPerSecond = 0)
    {
        var stage = new PhoneStage(charactersPerSecond: charactersPerSecond);
        stage.Service.On("/voice", verbs).On("/heard", "<Say>merci</Say>");
        return stage;
    }
}
