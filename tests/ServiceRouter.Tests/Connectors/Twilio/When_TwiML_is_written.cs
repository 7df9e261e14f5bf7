using System.Xml.Linq;
using ServiceRouter.Connectors.Twilio.TwiML;

namespace ServiceRouter.Tests.Connectors.Twilio;

/// <summary>Held against what Twilio's own library writes; compared as XML, where the order of attributes says nothing.</summary>
public sealed class When_TwiML_is_written
{
    // How an address is asked again, escaped as XML wants it.
    private const string Again = "#rc=2&amp;rt=4500&amp;rp=ct,rt,5xx";

    [Fact]
    public void It_begins_with_its_declaration() => new TwimlDocument(new Hangup()).ToString().Should().Be("""<?xml version="1.0" encoding="UTF-8"?><Response><Hangup /></Response>""");

    [Fact]
    public void A_question_listens_to_keys_and_words() => Same(
        new Gather("https://ex.test/g?turn=1&lang=fr", new Say("Bonjour, que puis-je faire pour vous ? Tapez 0 & dites « conseiller ».", "fr-FR", "Polly.Lea-Neural"))
        {
            Speech = true, Language = "fr-FR", Hints = "conseiller, facture, résiliation", NumDigits = 1,
        },
        $"""<Gather input="dtmf speech" language="fr-FR" hints="conseiller, facture, résiliation" timeout="5" speechTimeout="auto" actionOnEmptyResult="true" numDigits="1" finishOnKey="" action="https://ex.test/g?turn=1&amp;lang=fr{Again}" method="POST" bargeIn="true"><Say language="fr-FR" voice="Polly.Lea-Neural">Bonjour, que puis-je faire pour vous ? Tapez 0 &amp; dites « conseiller ».</Say></Gather>""");

    [Fact]
    public void A_caller_waits_in_a_queue() => Same(
        new Enqueue("support-fr", "https://ex.test/q-end", "https://ex.test/wait"),
        $"""<Enqueue action="https://ex.test/q-end{Again}" waitUrl="https://ex.test/wait{Again}" waitUrlMethod="POST">support-fr</Enqueue>""");

    [Fact]
    public void A_number_is_dialled() => Same(
        new Dial(new DialNumber("+33123456789")) { Action = "https://ex.test/dial-end", Timeout = TimeSpan.FromSeconds(20), AnswerOnBridge = true, CallerId = "+33987654321" },
        $"""<Dial action="https://ex.test/dial-end{Again}" timeout="20" answerOnBridge="true" callerId="+33987654321"><Number>+33123456789</Number></Dial>""");

    [Fact]
    public void Two_meet_in_a_conference() => Same(
        new Dial(new DialConference("conv-123") { StartOnEnter = true, EndOnExit = true, WaitUrl = "", StatusCallback = "https://ex.test/c", Label = "client" }),
        $"""<Dial><Conference startConferenceOnEnter="true" endConferenceOnExit="true" waitUrl="" statusCallback="https://ex.test/c{Again}" statusCallbackEvent="join leave" participantLabel="client" beep="false">conv-123</Conference></Dial>""");

    [Fact]
    public void A_caller_is_sent_on() => Same(new Redirect("https://ex.test/next"), $"""<Redirect method="POST">https://ex.test/next{Again}</Redirect>""");

    [Fact]
    public void Words_go_over_a_socket_and_what_comes_after_it_is_asked_again() => Same(
        new ConnectRelay("https://ex.test/over", "wss://ex.test/relay") { Language = "fr-FR", Greeting = "Bonjour" },
        $"""<Connect action="https://ex.test/over{Again}"><ConversationRelay url="wss://ex.test/relay" welcomeGreeting="Bonjour" language="fr-FR" interruptible="any" dtmfDetection="true" /></Connect>""");

    [Fact]
    public void Slow_speech_is_a_rate() => Same(new Say("Au revoir", "fr-FR") { Rate = 80 }, """<Say language="fr-FR"><prosody rate="80%">Au revoir</prosody></Say>""");

    [Theory]
    [InlineData("l'été \"x\" <b> & é 😀", "<Say>l'été \"x\" &lt;b&gt; &amp; é 😀</Say>")]
    [InlineData("avant\u0007après\u0000", "<Say>avantaprès</Say>")]
    public void Any_text_is_said(string text, string expected) => Same(new Say(text), expected);

    [Fact]
    public void Half_a_sign_is_dropped() => Same(new Say($"moitié{(char)0xD83D} seule"), "<Say>moitié seule</Say>");

    [Fact]
    public void A_text_is_cut_where_a_voice_would_refuse_it() => new Say(new string('a', 4000)).Write().Value.Should().HaveLength(Say.Longest);

    /// <summary>No audio is kept: not by a setting, but because nothing here can ask for it.</summary>
    [Fact]
    public void No_verb_records()
    {
        var verbs = typeof(Verb).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Verb)) && !type.IsAbstract).ToList();

        verbs.Should().NotBeEmpty().And.NotContain(type => type.Name.Contains("Record", StringComparison.OrdinalIgnoreCase));
        verbs.SelectMany(type => type.GetProperties()).Should().NotContain(property => property.Name.Contains("Record", StringComparison.OrdinalIgnoreCase));
    }

    private static void Same(Verb verb, string expected) =>
        XNode.DeepEquals(Ordered(verb.Write()), Ordered(XElement.Parse(expected, LoadOptions.PreserveWhitespace))).Should().BeTrue("{0} should be {1}", verb.Write(), expected);

    private static XElement Ordered(XElement element) => new(
        element.Name, element.Attributes().OrderBy(attribute => attribute.Name.LocalName, StringComparer.Ordinal),
        element.Nodes().Select(node => node is XElement child ? Ordered(child) : node));
}
