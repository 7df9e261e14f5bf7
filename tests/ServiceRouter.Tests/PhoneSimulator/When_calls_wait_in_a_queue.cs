using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.Tests.PhoneSimulator;

public sealed class When_calls_wait_in_a_queue
{
    private const string Enqueue = "<Enqueue action=\"/left\" waitUrl=\"/wait\">accueil</Enqueue><Say>jamais</Say>";

    [Fact]
    public async Task The_waiting_document_is_asked_for_again_and_again_with_the_place()
    {
        using var stage = Waiting("<Say>Patientez</Say><Pause length=\"10\"/>");
        var first = stage.Call();
        await first.SeesAsync("queue accueil");
        var second = stage.Call("+33100000002");
        await second.SeesAsync("queue accueil");

        await stage.PassAsync(20);

        stage.Service.At("/wait").Where(request => request["CallSid"] == first.Sid).Select(request => (request["QueuePosition"], request["QueueTime"]))
            .Should().Equal(("1", "0"), ("1", "10"), ("1", "20"));
        var last = stage.Service.At("/wait").Last(request => request["CallSid"] == second.Sid);
        (last["QueuePosition"], last["CurrentQueueSize"], last["MaxQueueSize"], last.IsSigned).Should().Be(("2", "2", "1000", true));
        last["QueueSid"].Should().MatchRegex("^QU[0-9a-f]{32}$");
    }

    [Fact]
    public async Task A_document_that_takes_no_time_is_not_asked_for_without_end()
    {
        using var stage = Waiting("<Say>Patientez</Say>");
        stage.Call();

        await stage.PassAsync(5);

        stage.Service.At("/wait").Should().HaveCount(6);
    }

    [Fact]
    public async Task Keys_in_the_waiting_document_can_lead_out()
    {
        using var stage = Waiting("<Gather numDigits=\"1\" action=\"/pressed\" timeout=\"20\"><Say>Tapez 1 pour être rappelé</Say></Gather>");
        stage.Service.On("/pressed", "<Say>C'est noté</Say><Leave/>").On("/left", "<Say>Nous vous rappelons</Say>");
        var call = stage.Call();
        await call.HearsAsync("Tapez 1");
        await stage.PassAsync(7);

        call.Presses("1");

        await call.HearsAsync("C'est noté");
        await call.HearsAsync("Nous vous rappelons");
        var left = stage.Service.At("/left").Single();
        (left["QueueResult"], left["QueueTime"]).Should().Be(("leave", "7"));
        (await call.EndsAsync()).Should().Be("completed");
    }

    [Fact]
    public async Task Verbs_that_may_not_stand_there_are_skipped()
    {
        using var stage = Waiting("<Dial>+33611223344</Dial><Say>Patientez</Say><Pause length=\"5\"/>");
        var call = stage.Call();

        await call.HearsAsync("Patientez");

        stage.FaultCodes.Should().Equal(12200);
        call.HangsUp();
    }

    [Fact]
    public async Task Who_hangs_up_is_told_and_gone()
    {
        using var stage = Waiting("<Pause length=\"30\"/>");
        var call = stage.Call();
        await stage.PassAsync(4);

        call.HangsUp();

        await call.EndsAsync();
        await stage.Phone.SettledAsync();
        var left = stage.Service.At("/left").Single();
        (left["QueueResult"], left["CallStatus"], left["QueueTime"]).Should().Be(("hangup", "completed", "4"));
    }

    [Fact]
    public async Task A_full_queue_refuses()
    {
        using var stage = new PhoneStage();
        stage.Service.On("/voice", "<Enqueue maxQueueSize=\"1\" action=\"/left\">accueil</Enqueue>").On("/left", "<Say>complet</Say>");
        var first = stage.Call();
        await first.SeesAsync("queue accueil");

        await stage.Call().HearsAsync("complet");

        var left = stage.Service.At("/left").Single();
        (left["QueueResult"], left["QueueSid"]).Should().Be(("queue-full", "<absent>"));
    }

    [Fact]
    public async Task A_broken_waiting_document_ends_the_wait_with_an_error()
    {
        using var stage = Waiting("");
        stage.Service.On("/wait", _ => Task.FromResult(PlayedService.Status(500))).On("/left", "<Say>pardon</Say>");

        await stage.Call().HearsAsync("pardon");

        stage.Service.At("/left").Single()["QueueResult"].Should().Be("error");
    }

    [Fact]
    public async Task Another_call_takes_the_head_and_both_hear_each_other()
    {
        using var stage = Waiting("<Pause length=\"60\"/>");
        stage.Service.On("/desk", "<Dial action=\"/dialled\"><Queue url=\"/about\">accueil</Queue></Dial>").On("/about", "<Say>Un conseiller arrive</Say>")
            .On("/left", "<Say>Au revoir</Say>").On("/dialled", "<Say>Appel terminé</Say>");
        var citizen = stage.Call();
        await citizen.SeesAsync("queue accueil");
        var later = stage.Call("+33100000002");
        await later.SeesAsync("queue accueil");
        await stage.PassAsync(3);
        var desk = Desk(stage);

        await citizen.HearsAsync("Un conseiller arrive");
        await citizen.SeesAsync("joined");
        await desk.SeesAsync("joined");
        citizen.Says("bonjour");
        await desk.HearsAsync("bonjour");
        desk.Says("que puis-je faire pour vous ?");
        await citizen.HearsAsync("que puis-je faire");
        await stage.PassAsync(8);
        desk.HangsUp();

        await citizen.HearsAsync("Au revoir");
        var left = stage.Service.At("/left").Single();
        (left["QueueResult"], left["QueueTime"], left["CallSid"]).Should().Be(("bridged", "11", citizen.Sid));
        stage.Service.At("/about").Single()["DequeingCallSid"].Should().Be(desk.Sid);
        later.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task When_the_citizen_goes_the_other_side_hears_how_long_it_was()
    {
        using var stage = Waiting("<Pause length=\"60\"/>");
        stage.Service.On("/desk", "<Dial action=\"/dialled\"><Queue>accueil</Queue></Dial>").On("/dialled", "<Say>Appel terminé</Say>");
        var citizen = stage.Call();
        await citizen.SeesAsync("queue accueil");
        var desk = Desk(stage);
        await desk.SeesAsync("joined");
        await stage.PassAsync(5);

        citizen.Drops();

        await desk.HearsAsync("Appel terminé");
        var dialled = stage.Service.At("/dialled").Single();
        (dialled["DialCallStatus"], dialled["DialCallSid"], dialled["DialCallDuration"]).Should().Be(("completed", citizen.Sid, "5"));
        await stage.Phone.SettledAsync();
        stage.Service.At("/left").Single()["QueueResult"].Should().Be("bridged");
    }

    [Fact]
    public async Task Who_is_moved_away_while_joined_is_not_ended_with_the_other_side()
    {
        using var stage = Waiting("<Pause length=\"60\"/>");
        stage.Service.On("/desk", "<Dial><Queue>accueil</Queue></Dial>");
        var citizen = stage.Call();
        await citizen.SeesAsync("queue accueil");
        var desk = Desk(stage);
        await citizen.SeesAsync("joined");

        stage.Phone.Leg(citizen.Sid)!.Mailbox.Interrupt(new Moved(new Obey("<Response><Say>ailleurs</Say><Pause length=\"60\"/></Response>")));

        await citizen.HearsAsync("ailleurs");
        (await desk.EndsAsync()).Should().Be("completed");
        await stage.PassAsync(5);
        citizen.Status.Should().Be("in-progress");
        stage.Service.At("/left").Single()["QueueResult"].Should().Be("redirected-from-bridged");
    }

    [Fact]
    public async Task An_empty_queue_is_waited_for()
    {
        using var stage = Waiting("<Pause length=\"60\"/>");
        stage.Service.On("/desk", "<Dial timeout=\"20\"><Queue>accueil</Queue></Dial><Say>personne</Say>");
        var opened = stage.Call();
        await opened.SeesAsync("queue accueil");
        opened.HangsUp();
        await opened.EndsAsync();
        var desk = Desk(stage);
        await stage.PassAsync(10);

        var citizen = stage.Call();

        await desk.SeesAsync("joined");
        citizen.HangsUp();
        await desk.HearsAsync("personne");
    }

    [Fact]
    public async Task Nobody_in_time_and_no_such_queue_are_told_apart()
    {
        using var stage = Waiting("<Pause length=\"60\"/>");
        stage.Service.On("/desk", "<Dial action=\"/dialled\" timeout=\"20\"><Queue>accueil</Queue></Dial>").On("/dialled", "");
        var unknown = Desk(stage);
        await unknown.EndsAsync();
        var opened = stage.Call();
        await opened.SeesAsync("queue accueil");
        opened.HangsUp();
        await opened.EndsAsync();
        Desk(stage);

        await stage.PassAsync(20);

        stage.Service.At("/dialled").Select(request => request["DialCallStatus"]).Should().Equal("failed", "no-answer");
    }

    private static PhoneStage Waiting(string wait)
    {
        var stage = new PhoneStage();
        stage.Service.On("/voice", Enqueue).On("/wait", wait).On("/left", "");
        return stage;
    }

    private static SimulatedCall Desk(PhoneStage stage)
    {
        stage.Phone.Book.Add(new global::ServiceRouter.PhoneSimulator.Book.ServiceNumber("+33900000001") { VoiceUrl = PhoneStage.Url("/desk") });
        return stage.Phone.Call(PhoneStage.Counsellor, "+33900000001");
    }
}
