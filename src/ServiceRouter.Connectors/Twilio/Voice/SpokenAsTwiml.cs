using ServiceRouter.Channels.Phone;
using ServiceRouter.Connectors.Twilio.Relay;
using ServiceRouter.Connectors.Twilio.TwiML;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio.Voice;

/// <summary>Writes what a caller hears as TwiML. Pure.</summary>
internal static class SpokenAsTwiml
{
    /// <summary>Waiting callers stand in one queue at the provider; who is next is decided by the service alone.</summary>
    public const string WaitingQueue = "sr-attente";

    private static readonly TimeSpan BetweenRounds = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BeforeMeeting = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ToType = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ToReachForKeys = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FallbackRings = TimeSpan.FromSeconds(45);
    private const int SlowRate = 80;

    /// <param name="spoken">What is said, and what happens then.</param>
    /// <param name="turn">Number of the next turn.</param>
    /// <param name="silences">Silences in a row so far.</param>
    /// <param name="options">Voice, fallback line.</param>
    /// <param name="relayed">Id of the call, where it may talk over a WebSocket; null: by webhooks.</param>
    /// <param name="asked">How often a number was asked for in vain outside of the hours.</param>
    public static TwimlDocument Write(Spoken spoken, int turn, int silences, TwilioOptions options, string? relayed = null, int asked = 0)
    {
        var says = Says(spoken, options);
        return spoken.Next switch
        {
            SpokenNext.Listen listen when relayed is not null && options.Relay => new TwimlDocument(Relay(spoken, listen, new RelayStand(relayed, turn, silences, listen.Keys, spoken.Language), options)),
            SpokenNext.Listen listen => new TwimlDocument(
                new Gather(In(VoicePaths.Turn(turn, silences)), says)
                {
                    Speech = true, Language = Locale(spoken.Language), Hints = string.Join(", ", listen.Hints), NumDigits = listen.Keys,
                },
                // A provider that lets an empty answer fall through comes back all the same.
                new Redirect(In(VoicePaths.Turn(turn, silences)))),
            SpokenNext.Wait => new TwimlDocument([.. says, IntoQueue(spoken.Language)]),
            SpokenNext.Enter enter => new TwimlDocument(Keypad(enter, spoken.Language, says, VoicePaths.After(VoicePaths.Entered(enter.What, WaitsWhere.Nowhere), asked))),
            SpokenNext.Press press => new TwimlDocument(new Gather(LinePaths.Key(press.Line, press.Times), says) { NumDigits = 1 }),
            SpokenNext.PressToJoin press => new TwimlDocument(new Gather(LinePaths.SecondKey(press.Second, press.Times), says) { NumDigits = 1 }),
            SpokenNext.PressToWait press => new TwimlDocument(new Gather(In(LinePaths.Stay(press.Line, press.Times)), says) { NumDigits = 1, Timeout = ToReachForKeys }),
            SpokenNext.Join join => new TwimlDocument([.. says, Meeting(join.Room, "colleague")]),
            SpokenNext.Meet meet => new TwimlDocument([.. says, Meeting(meet.Line, meet.AsCounsellor ? "counsellor" : "citizen")]),
            SpokenNext.MeetSoon soon => new TwimlDocument([.. says, new Pause(BeforeMeeting), new Redirect(In(LinePaths.Meet(soon.Line)))]),
            SpokenNext.PutThrough when options.FallbackLine.Length > 0 => new TwimlDocument(
            [
                .. says, .. Says(spoken with { Lines = [Texts.Say("PutThrough.phone", spoken.Language)] }, options),
                // What follows is asked for when it is over: whoever has talked with a person does not hear that nobody was there.
                new Dial(new DialNumber(options.FallbackLine)) { Action = In(VoicePaths.AfterPutThrough), CallerId = options.VoiceNumber.Length > 0 ? options.VoiceNumber : null, Timeout = FallbackRings },
            ]),
            SpokenNext.PutThrough => new TwimlDocument([.. says, .. says, new Hangup()]),
            _ => new TwimlDocument([.. says, new Hangup()]),
        };

        string In(string path) => VoicePaths.In(path, spoken.Language);
    }

    private static ConnectRelay Relay(Spoken spoken, SpokenNext.Listen listen, RelayStand stand, TwilioOptions options)
    {
        // "Polly.Lea-Neural" is what Say calls the voice Lea-Neural of Amazon.
        string[] french = spoken.Language == LineLanguages.First ? options.FrenchVoice.Split('.', 2) : [];
        var provider = french is [var house, _] ? house == "Polly" ? "Amazon" : house : null;
        return new ConnectRelay(RelayPaths.Action(stand), RelayPaths.Socket(options.PublicUrl!, stand))
        {
            Language = Locale(spoken.Language), Hints = string.Join(", ", listen.Hints), Greeting = string.Join(' ', spoken.Lines), TtsProvider = provider, Voice = french.LastOrDefault(),
        };
    }

    /// <summary>One round of the wait, in the queue: it is asked for again when it ends.</summary>
    /// <param name="spoken">What is said, and what happens then.</param>
    /// <param name="silent">Rounds in a row without a word, this one included.</param>
    /// <param name="options">Voice.</param>
    public static TwimlDocument WriteRound(Spoken spoken, int silent, TwilioOptions options) => spoken.Next switch
    {
        SpokenNext.Wait => new TwimlDocument(WaitKey(spoken, silent, options, WaitsWhere.InQueue)),
        SpokenNext.Enter enter => new TwimlDocument(Keypad(enter, spoken.Language, Says(spoken, options), VoicePaths.Entered(enter.What, WaitsWhere.InQueue))),
        _ => new TwimlDocument([.. Says(spoken, options), new Leave()]),
    };

    /// <summary>The same for whom the queue has not taken: it is tried again after the round.</summary>
    /// <inheritdoc cref="WriteRound"/>
    public static TwimlDocument WriteRoundBeforeQueue(Spoken spoken, int silent, TwilioOptions options) => spoken.Next switch
    {
        SpokenNext.Wait => new TwimlDocument(WaitKey(spoken, silent, options, WaitsWhere.BeforeQueue), IntoQueue(spoken.Language, silent)),
        SpokenNext.Enter enter => new TwimlDocument(Keypad(enter, spoken.Language, Says(spoken, options), VoicePaths.Entered(enter.What, WaitsWhere.BeforeQueue))),
        _ => new TwimlDocument([.. Says(spoken, options), new Hangup()]),
    };

    private static Gather WaitKey(Spoken spoken, int silent, TwilioOptions options, WaitsWhere where) => new(VoicePaths.In(VoicePaths.After(VoicePaths.WaitKey(where), silent), spoken.Language), Says(spoken, options))
    {
        NumDigits = 1, Timeout = BetweenRounds, GoesOnUnheard = where == WaitsWhere.BeforeQueue,
    };

    private static Enqueue IntoQueue(string language, int silent = 0) =>
        new(WaitingQueue, VoicePaths.In(VoicePaths.After(VoicePaths.LeftQueue, silent), language), VoicePaths.In(VoicePaths.Wait, language));

    /// <summary>Said now and then while somebody is on hold.</summary>
    public static Verb[] OnHold(string language, TwilioOptions options) => [.. Says(new Spoken([Texts.Say("OnHold.phone", language)], language, new SpokenNext.Wait()), options), new Pause(BetweenRounds)];

    /// <summary>All stay in it when one goes: who is left is turned elsewhere, never hung up.</summary>
    private static Dial Meeting(Guid room, string label) => new(new DialConference($"sr-{room:N}")
    {
        StartOnEnter = true, EndOnExit = false, WaitUrl = "", StatusCallback = LinePaths.Conference(room), Label = label,
    });

    private static Gather Keypad(SpokenNext.Enter enter, string language, Verb[] says, string action) => new(VoicePaths.In(action, language), says)
    {
        NumDigits = enter.What switch
        {
            EnteredWhileWaiting.Number => 10,
            EnteredWhileWaiting.Postcode => 5,
            EnteredWhileWaiting.Moment => 4,
            _ => 1,
        },
        Speech = enter.What is EnteredWhileWaiting.Moment or EnteredWhileWaiting.Agreement or EnteredWhileWaiting.Person, Language = Locale(language), Timeout = ToType,
    };

    private static Verb[] Says(Spoken spoken, TwilioOptions options)
    {
        var lines = spoken.Lines.Select(line => (Text: line, spoken.Language));
        var other = LineLanguages.Other(spoken.Language);
        if (spoken.OffersLanguage) lines = lines.Append((Texts.Say("OfferLanguage.phone", other), other));
        return
        [
            .. from line in lines
               from part in line.Text.Chunk(Say.Longest)
               select new Say(new string(part), Locale(line.Language), line.Language == LineLanguages.First ? options.FrenchVoice : null) { Rate = spoken.Slowly ? SlowRate : null },
        ];
    }

    internal static string Locale(string language) => language switch
    {
        "en" => "en-GB",
        "ar" => "arb",
        _ => "fr-FR",
    };
}
