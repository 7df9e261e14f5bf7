using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_phones_are_dialled
{
    private const string Other = "+33655667788";

    [Fact]
    public async Task The_phone_rings_hears_the_whisper_presses_a_key_and_is_joined()
    {
        using var stage = Dialling($"""
            <Dial action="/dialled" callerId="{PhoneStage.Number}"><Number url="/whisper" statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">{PhoneStage.Counsellor}</Number></Dial>
            """);
        stage.Service.On("/whisper", "<Gather numDigits=\"1\" action=\"/accepted\"><Say>Appel de Madame Martin. Tapez 1.</Say></Gather><Hangup/>").On("/accepted", "<Say>Vous êtes en ligne</Say>");
        var citizen = stage.Call();

        var counsellor = await stage.Phone.RingsAsync(PhoneStage.Counsellor);
        counsellor.From.Should().Be(PhoneStage.Number);
        await stage.PassAsync(4);
        counsellor.Answers();
        await counsellor.HearsAsync("Madame Martin");
        counsellor.Presses("1");
        await citizen.SeesAsync("joined");
        citizen.Says("bonjour");
        await counsellor.HearsAsync("bonjour");
        await stage.PassAsync(9);
        counsellor.HangsUp();

        await citizen.HearsAsync("fini");
        var dialled = stage.Service.At("/dialled").Single();
        (dialled["DialCallStatus"], dialled["DialCallSid"], dialled["DialBridged"], dialled["DialCallDuration"]).Should().Be(("completed", counsellor.Sid, "true", "9"));
        await stage.Phone.SettledAsync();
        var told = stage.Service.At("/leg");
        told.Select(request => (request["CallStatus"], request["SequenceNumber"])).Should().Equal(("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3"));
        told.Should().OnlyContain(request => request.IsSigned && request["ParentCallSid"] == citizen.Sid && request["CallbackSource"] == "call-progress-events" && request["Direction"] == "outbound-dial");
        told[3]["CallDuration"].Should().Be("9");
        told[0]["Timestamp"].Should().Be("Thu, 26 Nov 2026 09:00:00 +0000");
    }

    [Fact]
    public async Task Who_does_not_press_in_the_whisper_is_not_joined()
    {
        using var stage = Dialling($"<Dial action=\"/dialled\"><Number url=\"/whisper\">{PhoneStage.Counsellor}</Number></Dial>");
        stage.Service.On("/whisper", "<Gather numDigits=\"1\" timeout=\"5\"><Say>Tapez 1.</Say></Gather><Hangup/>");
        stage.Phone.Book.Add(PhoneStage.Counsellor, new(PhoneAnswer.Answers, TimeSpan.FromSeconds(2)));
        var citizen = stage.Call();

        await stage.PassAsync(7);

        await citizen.HearsAsync("fini");
        var dialled = stage.Service.At("/dialled").Single();
        (dialled["DialCallStatus"], dialled["DialBridged"]).Should().Be(("completed", "false"));
        citizen.Transcript.Lines.Should().NotContain(line => line.Text.StartsWith("joined"));
    }

    [Theory]
    [InlineData(PhoneAnswer.Busy, "busy")]
    [InlineData(PhoneAnswer.NoAnswer, "no-answer")]
    [InlineData(PhoneAnswer.ByHand, "no-answer")]
    [InlineData(PhoneAnswer.Unreachable, "failed")]
    public async Task Each_way_of_not_answering_has_its_word(PhoneAnswer answer, string status)
    {
        using var stage = Dialling($"<Dial action=\"/dialled\" timeout=\"12\">{PhoneStage.Counsellor}</Dial>");
        stage.Phone.Book.Add(PhoneStage.Counsellor, new PhonePlan(answer));
        var citizen = stage.Call();

        await stage.PassAsync(12);

        await citizen.HearsAsync("fini");
        stage.Service.At("/dialled").Single()["DialCallStatus"].Should().Be(status);
    }

    [Fact]
    public async Task A_phone_by_the_book_answers_presses_and_hangs_up_by_itself()
    {
        using var stage = Dialling($"<Dial action=\"/dialled\"><Number url=\"/whisper\">{PhoneStage.Counsellor}</Number></Dial>");
        stage.Service.On("/whisper", "<Gather numDigits=\"1\" action=\"/accepted\"><Say>Tapez 1.</Say></Gather><Hangup/>").On("/accepted", "");
        stage.Phone.Book.Add(PhoneStage.Counsellor, new(PhoneAnswer.Answers, TimeSpan.FromSeconds(3), Presses: "1", HangsUpAfter: TimeSpan.FromSeconds(10)));
        var citizen = stage.Call();

        await stage.PassAsync(13);

        await citizen.HearsAsync("fini");
        stage.Service.At("/dialled").Single()["DialCallDuration"].Should().Be("10");
    }

    [Fact]
    public async Task Of_several_phones_the_first_one_wins_and_the_others_stop_ringing()
    {
        using var stage = Dialling($"<Dial action=\"/dialled\"><Number>{PhoneStage.Counsellor}</Number><Client>agent-42</Client><Sip>sip:desk@example.test</Sip></Dial>");
        var citizen = stage.Call();
        var number = await stage.Phone.RingsAsync(PhoneStage.Counsellor);
        var client = await stage.Phone.RingsAsync("client:agent-42");
        var sip = await stage.Phone.RingsAsync("sip:desk@example.test");

        client.Answers();

        await citizen.SeesAsync("joined");
        (await number.EndsAsync()).Should().Be("canceled");
        (await sip.EndsAsync()).Should().Be("canceled");
        citizen.HangsUp();
        (await client.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task A_caller_who_hangs_up_stops_the_ringing()
    {
        using var stage = Dialling($"<Dial>{PhoneStage.Counsellor}</Dial>");
        var citizen = stage.Call();
        var counsellor = await stage.Phone.RingsAsync(PhoneStage.Counsellor);

        citizen.HangsUp();

        (await counsellor.EndsAsync()).Should().Be("canceled");
    }

    [Fact]
    public async Task A_number_that_may_not_be_shown_is_refused()
    {
        using var stage = Dialling($"<Dial callerId=\"{Other}\" action=\"/dialled\">{PhoneStage.Counsellor}</Dial>");

        await stage.Call().HearsAsync("fini");

        stage.Service.At("/dialled").Single()["DialCallStatus"].Should().Be("failed");
        stage.FaultCodes.Should().Equal(13214);
    }

    [Fact]
    public async Task Without_an_action_the_next_verb_runs()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", $"<Dial hangupOnStar=\"true\">{PhoneStage.Counsellor}</Dial><Say>ensuite</Say>");
        var citizen = stage.Call();
        var counsellor = await stage.Phone.RingsAsync(PhoneStage.Counsellor);
        counsellor.Answers();
        await citizen.SeesAsync("joined");

        citizen.Presses("*");

        await citizen.HearsAsync("ensuite");
        (await counsellor.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task Both_halves_can_be_moved_into_a_conference_and_hear_each_other_there()
    {
        using var stage = Dialling($"<Dial action=\"/meet\">{PhoneStage.Counsellor}</Dial>");
        stage.Service.On("/meet", "<Dial><Conference>sr-1</Conference></Dial>");
        var citizen = stage.Call();
        var counsellor = await stage.Phone.RingsAsync(PhoneStage.Counsellor);
        counsellor.Answers();
        await citizen.SeesAsync("joined");

        // The rung half first: the other one would take it along when it goes, and follows by its action.
        stage.Phone.Leg(counsellor.Sid)!.Mailbox.Interrupt(new Moved(new Ask(PhoneStage.Url("/meet"), "POST")));
        await counsellor.SeesAsync("conference sr-1");
        await citizen.SeesAsync("conference sr-1");
        await stage.Phone.SettledAsync();
        citizen.Says("vous m'entendez ?");

        await counsellor.HearsAsync("vous m'entendez");
    }

    [Fact]
    public async Task Status_callbacks_can_come_in_the_wrong_order()
    {
        using var stage = Dialling($"<Dial><Number statusCallback=\"/leg\" statusCallbackEvent=\"initiated ringing answered completed\">{PhoneStage.Counsellor}</Number></Dial>");
        stage.Phone.Faults.SwapsStatusCallbacks();
        stage.Call();

        await stage.Phone.RingsAsync(PhoneStage.Counsellor);
        await stage.Phone.SettledAsync();
        await stage.PassAsync(1);

        stage.Service.At("/leg").Select(request => request["SequenceNumber"]).Should().Equal("1", "0");
    }

    private static PhoneStage Dialling(string dial)
    {
        var stage = new PhoneStage();
        stage.Service.On("/voice", dial).On("/dialled", "<Say>fini</Say>").On("/leg", "");
        return stage;
    }
}
