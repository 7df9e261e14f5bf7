namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_messages_are_written
{
    [Fact]
    public async Task The_service_is_told_and_its_answers_arrive()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/sms", "<Message>Merci, à bientôt &amp; bonne journée</Message><Message><Body>deux</Body></Message>");

        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, "ARRÊT  ");

        var told = stage.Service.At("/sms").Single();
        told.IsSigned.Should().BeTrue();
        (told["Body"], told["From"], told["NumMedia"], told["NumSegments"], told["SmsStatus"], told["FromCity"]).Should().Be(("ARRÊT  ", PhoneStage.Citizen, "0", "1", "received", ""));
        told["MessageSid"].Should().MatchRegex("^SM[0-9a-f]{32}$").And.Be(told["SmsSid"]).And.Be(told["SmsMessageSid"]);
        stage.Phone.Messages.At(PhoneStage.Citizen).Select(message => message.Body).Should().Equal("Merci, à bientôt & bonne journée", "deux");
    }

    [Theory]
    [InlineData("<Response/>")]
    [InlineData("")]
    public async Task No_answer_is_an_answer(string body)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/sms", _ => Task.FromResult(body.Length == 0 ? PlayedService.Status(204) : PlayedService.Xml(body)));

        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, "bonjour");

        stage.Phone.Messages.At(PhoneStage.Citizen).Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_can_come_twice_with_the_same_sid()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/sms", "");
        stage.Phone.Faults.Twice("/sms");

        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, "bonjour");

        stage.Service.At("/sms").Should().HaveCount(2);
        stage.Service.At("/sms").Select(request => request["MessageSid"]).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task STOP_is_confirmed_by_the_provider_and_told_all_the_same()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/sms", "<Message>Vous ne recevrez plus rien</Message>");

        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, " stop ");

        stage.Service.At("/sms").Should().ContainSingle();
        stage.Phone.Messages.At(PhoneStage.Citizen).Should().ContainSingle("who does not want messages gets none, not even a second confirmation")
            .Which.Body.Should().Contain("unsubscribed");
        stage.Phone.Messages.Send(PhoneStage.Number, PhoneStage.Citizen, "encore", null, "POST").Should().BeNull();
        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, "START");
        stage.Phone.Messages.Send(PhoneStage.Number, PhoneStage.Citizen, "encore", null, "POST").Should().NotBeNull();
    }

    [Theory]
    [InlineData("ARRET")]
    [InlineData("stop s'il vous plaît")]
    public async Task Other_words_are_left_to_the_service(string body)
    {
        using var stage = new PhoneStage();
        stage.Service.On("/sms", "<Message>entendu</Message>");

        await stage.Phone.Messages.WritesAsync(PhoneStage.Citizen, PhoneStage.Number, body);

        stage.Phone.Messages.At(PhoneStage.Citizen).Single().Body.Should().Be("entendu");
    }

    [Fact]
    public async Task How_a_message_goes_is_told()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/state", "");
        stage.Phone.Book.Add(PhoneStage.Counsellor, new(ServiceRouter.PhoneSimulator.Book.PhoneAnswer.ByHand, GetsTexts: false));

        stage.Phone.Messages.Send(PhoneStage.Number, PhoneStage.Citizen, "reçu", PhoneStage.Url("/state"), "POST");
        await stage.Phone.SettledAsync();
        stage.Phone.Messages.Send(PhoneStage.Number, PhoneStage.Counsellor, "perdu", PhoneStage.Url("/state"), "POST");
        await stage.Phone.SettledAsync();

        stage.Service.At("/state").Select(request => request["MessageStatus"]).Should().Equal("queued", "sent", "delivered", "queued", "sent", "undelivered");
        stage.Service.At("/state")[^1]["ErrorCode"].Should().Be("30003");
        stage.Service.At("/state").Should().OnlyContain(request => request.IsSigned);
    }

    [Theory]
    [InlineData(160, 'a', 1)]
    [InlineData(161, 'a', 2)]
    [InlineData(80, '€', 1)]
    [InlineData(81, '€', 2)]
    [InlineData(70, 'ê', 1)]
    [InlineData(71, 'ê', 2)]
    public void Parts_are_counted_as_they_are_paid(int length, char letter, int parts) =>
        ServiceRouter.PhoneSimulator.Messages.MessageParts.Count(new string(letter, length)).Should().Be(parts);
}
