using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_people_meet_in_a_conference
{
    private const string Desk = "+33900000001";

    [Fact]
    public async Task The_first_waits_with_music_until_the_second_comes()
    {
        using var stage = Meeting("waitUrl=\"/music\"", "");
        var citizen = stage.Call();
        await citizen.HearsAsync("musique");

        var desk = stage.Phone.Call(PhoneStage.Counsellor, Desk);

        await citizen.SeesAsync("joined with conseiller");
        desk.Says("bonjour");
        await citizen.HearsAsync("bonjour");
        var music = stage.Service.At("/music").Count;
        await stage.PassAsync(30);
        stage.Service.At("/music").Should().HaveCount(music, "it stops when the conference begins");
    }

    [Fact]
    public async Task Two_who_may_not_begin_it_keep_waiting()
    {
        using var stage = Meeting("startConferenceOnEnter=\"false\" waitUrl=\"/music\"", "startConferenceOnEnter=\"false\"");
        var citizen = stage.Call();
        await citizen.HearsAsync("musique");
        var desk = stage.Phone.Call(PhoneStage.Counsellor, Desk);
        await desk.SeesAsync("conference");

        desk.Says("personne n'entend");
        await stage.PassAsync(11);

        await citizen.HearsAsync("musique");
        citizen.Transcript.Lines.Should().NotContain(line => line.What == Heard.Person);
    }

    [Fact]
    public async Task What_happens_is_told_in_order_to_whom_the_first_one_named()
    {
        using var stage = Meeting("statusCallback=\"/told\" statusCallbackEvent=\"start end join leave\"", "endConferenceOnExit=\"true\" statusCallback=\"/never\" statusCallbackEvent=\"join\"");
        var citizen = stage.Call();
        await citizen.SeesAsync("conference");
        var desk = stage.Phone.Call(PhoneStage.Counsellor, Desk);
        await desk.SeesAsync("joined");

        desk.HangsUp();
        await citizen.HearsAsync("après");
        await stage.Phone.SettledAsync();

        var told = stage.Service.At("/told");
        told.Select(request => request["StatusCallbackEvent"]).Should().Equal(
            "participant-join", "participant-join", "conference-start", "participant-leave", "participant-leave", "conference-end");
        told.Select(request => request["SequenceNumber"]).Should().Equal("0", "1", "2", "3", "4", "5");
        told.Should().OnlyContain(request => request.IsSigned && request["FriendlyName"] == "sr-1" && request["ConferenceSid"].StartsWith("CF"));
        (told[3]["ParticipantLabel"], told[3]["ReasonParticipantLeft"], told[3]["EndConferenceOnExit"]).Should().Be(("conseiller", "participant_hung_up", "true"));
        told[4]["ReasonParticipantLeft"].Should().Be("moderator_ended_conference");
        (told[5]["ReasonConferenceEnded"], told[5]["CallSidEndingConference"]).Should().Be(("participant-with-end-conference-on-exit-left", desk.Sid));
        stage.Service.At("/never").Should().BeEmpty();
        stage.Service.At("/after").Single()["DialCallStatus"].Should().Be("answered");
    }

    [Fact]
    public async Task When_a_counsellors_line_drops_the_caller_stays()
    {
        using var stage = Meeting("statusCallback=\"/told\" statusCallbackEvent=\"leave\"", "");
        var citizen = stage.Call();
        await citizen.SeesAsync("conference");
        var desk = stage.Phone.Call(PhoneStage.Counsellor, Desk);
        await citizen.SeesAsync("joined");

        desk.Drops();

        await citizen.SeesAsync("left: conseiller");
        await stage.Phone.SettledAsync();
        stage.Service.At("/told").Single()["CallSid"].Should().Be(desk.Sid);
        citizen.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task A_muted_one_is_not_heard()
    {
        using var stage = Meeting("muted=\"true\"", "");
        var citizen = stage.Call();
        await citizen.SeesAsync("conference");
        var desk = stage.Phone.Call(PhoneStage.Counsellor, Desk);
        await citizen.SeesAsync("joined");

        citizen.Says("on m'entend ?");
        desk.Says("non");

        await citizen.HearsAsync("non");
        desk.Transcript.Lines.Should().NotContain(line => line.What == Heard.Person);
    }

    private static PhoneStage Meeting(string citizen, string counsellor)
    {
        var stage = new PhoneStage();
        stage.Phone.Book.Add(new ServiceNumber(Desk) { VoiceUrl = PhoneStage.Url("/desk") });
        stage.Service.On("/voice", $"<Dial action=\"/after\"><Conference participantLabel=\"usager\" {citizen}>sr-1</Conference></Dial>")
            .On("/desk", $"<Dial><Conference participantLabel=\"conseiller\" {counsellor}>sr-1</Conference></Dial>")
            .On("/music", "<Say>musique</Say><Pause length=\"10\"/>").On("/after", "<Say>après</Say>").On("/told", "");
        return stage;
    }
}
