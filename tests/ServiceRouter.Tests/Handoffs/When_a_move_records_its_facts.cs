using ServiceRouter.Handoffs;
using ServiceRouter.Handoffs.Facts;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>The facts of a move are under the hash of its entry, in exports and in other people's programs: each kind is written sign by sign as it always was.</summary>
public sealed class When_a_move_records_its_facts
{
    private const string Id = "08dd5f3a-1c2b-4d5e-8f90-a1b2c3d4e5f6";
    private static readonly Guid OfferId = Guid.Parse(Id);
    private static readonly DateTimeOffset Due = new(2027, 3, 9, 13, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Wished = new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.FromHours(1)).AddTicks(1_234_567);

    private static readonly HandoffOffer Made = new() { Id = OfferId, CounsellorId = "conseiller1", Rung = "departement", Why = "" };

    private static readonly Dictionary<string, (MoveFacts Facts, string Json)> Written = new()
    {
        ["asked"] = (AskFacts.Of(Asked("23", HandoffRank.Ordinary)), $$"""{"receipt":"K7PR2XW9ADFM47","channel":"web","language":"fr","territory":"23","skill":"general","reason":"demande_humain","rank":1,"conversationId":"{{Id}}"}"""),
        ["asked without a territory, in distress"] = (AskFacts.Of(Asked(null, HandoffRank.Distress)), $$"""{"receipt":"K7PR2XW9ADFM47","channel":"web","language":"fr","territory":null,"skill":"general","reason":"demande_humain","rank":0,"conversationId":"{{Id}}"}"""),
        ["asked before the conversation was recorded"] = (AskFacts.Of(Asked("23", HandoffRank.Ordinary)) with { ConversationId = null }, """{"receipt":"K7PR2XW9ADFM47","channel":"web","language":"fr","territory":"23","skill":"general","reason":"demande_humain","rank":1}"""),
        ["offered"] = (OfferFacts.Of(Made, Asked("23", HandoffRank.Ordinary)), $$"""{"offerId":"{{Id}}","counsellorId":"conseiller1","rung":"departement"}"""),
        ["offered, in distress and at the head"] = (OfferFacts.Of(Made, Asked("23", HandoffRank.Distress)) with { AtHead = true }, $$"""{"offerId":"{{Id}}","counsellorId":"conseiller1","rung":"departement","rank":0,"atHead":true}"""),
        ["accepted or declined"] = (new AnswerFacts(OfferId), $$"""{"offerId":"{{Id}}"}"""),
        ["ran out"] = (new ExpiryFacts(OfferId, "conseiller1"), $$"""{"offerId":"{{Id}}","counsellorId":"conseiller1"}"""),
        ["lease ended"] = (new LeaseEndFacts("conseiller1", WasTalking: true), """{"counsellorId":"conseiller1","wasTalking":true}"""),
        ["line lost"] = (new LineLossFacts("conseiller1", "no-answer"), """{"counsellorId":"conseiller1","ending":"no-answer"}"""),
        ["handed to a pool"] = (new TransferFacts("23/retraite", ColleagueId: null), """{"pool":"23/retraite","colleagueId":null}"""),
        ["handed to a colleague"] = (new TransferFacts(Pool: null, "zoé"), """{"pool":null,"colleagueId":"zo\u00E9"}"""),
        ["promised"] = (new CommitFacts(nameof(CommitmentKind.Visit), Due), """{"kind":"Visit","dueAt":"2027-03-09T13:30:00+00:00"}"""),
        ["promised as wished before"] = (new CommitFacts(nameof(CommitmentKind.CallBack), Due, Wished), """{"kind":"CallBack","dueAt":"2027-03-09T13:30:00+00:00","wishedAt":"2027-03-09T09:00:00.1234567+01:00"}"""),
        ["promised a letter that is work before"] = (new CommitFacts(nameof(CommitmentKind.Letter), Due, WorkFrom: Due.AddDays(-1)), """{"kind":"Letter","dueAt":"2027-03-09T13:30:00+00:00","workFrom":"2027-03-08T13:30:00+00:00"}"""),
        ["absent"] = (new AbsenceFacts(2, Due), """{"attempts":2,"dueAt":"2027-03-09T13:30:00+00:00"}"""),
        ["promise due"] = (new DueFacts(nameof(CommitmentKind.CallBack)), """{"commitment":"CallBack"}"""),
        ["next attempt due"] = (new DueFacts(Commitment: null), """{"commitment":null}"""),
        ["returned"] = (new ReturnFacts(), "{}"),
        ["returned as wished before"] = (new ReturnFacts(Wished), """{"wishedAt":"2027-03-09T09:00:00.1234567+01:00"}"""),
        ["returned to the counter"] = (new ReturnFacts(Place: HandoffOffer.AtCounter), """{"place":"counter"}"""),
        ["closed"] = (new ClosingFacts("resolu"), """{"code":"resolu"}"""),
    };

    public static TheoryData<string> Names => [.. Written.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void They_are_written_as_they_always_were(string name) => Written[name].Facts.ToJson().Should().Be(Written[name].Json);

    [Fact]
    public void Every_kind_is_among_these() =>
        Written.Values.Select(w => w.Facts.GetType()).Distinct().Should().BeEquivalentTo(typeof(MoveFacts).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(MoveFacts))));

    [Fact]
    public void An_offer_of_somebody_in_danger_is_found_by_what_stands_in_it()
    {
        Written["offered, in distress and at the head"].Json.Should().Contain(OfferFacts.InDistress);
        Written["offered"].Json.Should().NotContain(OfferFacts.InDistress);
    }

    [Fact]
    public void They_are_read_as_they_were_written()
    {
        MoveFacts.Read<AskFacts>(Written["asked"].Json).Should().Be(Written["asked"].Facts);
        MoveFacts.Read<TransferFacts>(Written["handed to a pool"].Json).Should().Be(Written["handed to a pool"].Facts);
        MoveFacts.Read<CommitFacts>(Written["promised as wished before"].Json).Should().Be(Written["promised as wished before"].Facts);
        MoveFacts.Read<ReturnFacts>(Written["returned as wished before"].Json).Should().Be(Written["returned as wished before"].Facts);
    }

    [Fact]
    public void What_an_older_node_did_not_say_is_null_and_what_a_newer_one_says_is_passed_over()
    {
        MoveFacts.Read<CommitFacts>($$"""{"kind":"Telepathy","dueAt":"{{Due:O}}","withWhom":[1]}""").Should().Be(new CommitFacts("Telepathy", Due));
        MoveFacts.Read<ReturnFacts>("{}").Should().Be(new ReturnFacts());
        MoveFacts.Read<TransferFacts>("{}").Should().Be(new TransferFacts(null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("nothing")]
    [InlineData("""{"pool":23}""")]
    [InlineData("""{"pool":"\ud800"}""")]
    public void What_somebody_wrote_into_the_log_is_no_facts_and_no_failure(string json) => MoveFacts.Read<TransferFacts>(json).Should().BeNull();

    private static Handoff Asked(string? territory, HandoffRank rank) => new()
    {
        Receipt = "K7PR2XW9ADFM47", ConversationId = Guid.Parse(Id), Channel = "web", Language = "fr", Territory = territory, Skill = "general", Reason = "demande_humain", Rank = rank, AskedAt = Due,
    };
}
