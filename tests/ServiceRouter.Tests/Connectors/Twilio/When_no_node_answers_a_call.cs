using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.Tests.PhoneSimulator;

namespace ServiceRouter.Tests.Connectors.Twilio;

/// <summary>infra/twilio/fallback.xml, which another machine serves, played by the telephone network.</summary>
public sealed class When_no_node_answers_a_call : IDisposable
{
    private const string OtherLine = "+33199009999";

    private readonly PhoneStage stage = new();

    public When_no_node_answers_a_call()
    {
        var document = File.ReadAllText(Repository.Folder("infra", "twilio", "fallback.xml"));
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Status(503)));
        stage.Service.On("/fallback.xml", _ => Task.FromResult(PlayedService.Xml(document)));
        stage.Phone.Book.Add(new ServiceNumber(PhoneStage.Number) { VoiceUrl = PhoneStage.Url("/voice"), VoiceFallbackUrl = PhoneStage.Url("/fallback.xml") });
    }

    [Fact]
    public async Task A_line_with_people_is_dialled()
    {
        stage.Phone.Book.Add(OtherLine, new PhonePlan(PhoneAnswer.Answers));

        var call = stage.Call();

        await call.HearsAsync("n'est pas enregistré");
        await call.SeesAsync("joined");
    }

    // The document is static: nobody is there who could tell it how the other call went.
    [Fact]
    public async Task What_is_said_after_it_is_true_for_whoever_has_talked_with_a_person_too()
    {
        stage.Phone.Book.Add(OtherLine, new PhonePlan(PhoneAnswer.Answers));
        var call = stage.Call();
        await call.SeesAsync("joined");
        (await stage.Phone.RingsAsync(OtherLine, TestContext.Current.CancellationToken)).HangsUp();

        await call.HearsAsync("Si personne ne vous a répondu");
        (await call.EndsAsync()).Should().Be("completed");
        call.Transcript.ToString().Should().NotContain("Personne ne répond");
    }

    [Fact]
    public async Task When_nobody_takes_it_numbers_are_said()
    {
        stage.Phone.Book.Add(OtherLine, new PhonePlan(PhoneAnswer.Busy));

        var call = stage.Call();

        await call.HearsAsync("112");
        (await call.EndsAsync()).Should().Be("completed");
        call.Transcript.ToString().Should().Contain("39 39").And.Contain("114").And.NotContain("application error");
        stage.FaultCodes.Should().OnlyContain(code => code == 11200, "the failure of the service, and nothing in this document");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_dies_while_it_answers_costs_the_caller_nothing(bool hasProxy)
    {
        var tries = 0;
        stage.Service.On("/voice", _ => Task.FromResult(PlayedService.Xml(new TwimlDocument(new Gather("/turn", new Say("Bonjour")) { NumDigits = 1 }).ToString())));
        stage.Service.On("/turn", _ => Interlocked.Increment(ref tries) > 1
            ? Task.FromResult(PlayedService.Xml(new TwimlDocument(new Say("Au revoir")).ToString()))
            : hasProxy ? Task.FromResult(PlayedService.Status(502)) : throw new HttpRequestException(HttpRequestError.ResponseEnded));

        var call = stage.Call();
        await call.HearsAsync("Bonjour");
        call.Presses("1");

        await call.HearsAsync("Au revoir");
        stage.FaultCodes.Should().BeEmpty();
    }

    public void Dispose() => stage.Dispose();
}
