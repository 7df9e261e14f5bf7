using ServiceRouter.Channels;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Channels;

/// <summary>What was promised stands until a person is wanted, and distress is heard in every state (docs/adr/0054).</summary>
public sealed class When_words_come_for_an_open_request
{
    private static readonly Sensed Thanks = Sensed.Nothing;
    private static readonly Sensed WantsPerson = Sensed.Nothing with { Exit = WishForHuman.Yes };
    private static readonly Sensed WantsPersonPerhaps = Sensed.Nothing with { Exit = WishForHuman.Perhaps };
    private static readonly Sensed InDistress = Sensed.Nothing with { Distress = new DistressWords("Suicide", "Appelez le 3114.", [new ActivityChoice("3114", "Prévention du suicide")]) };
    private static readonly DateTimeOffset Noon = new(2027, 3, 9, 11, 0, 0, TimeSpan.Zero);

    public static TheoryData<DistressKind, string> KindsInEachLanguage => new(Enum.GetValues<DistressKind>().SelectMany(kind => new[] { (kind, "fr"), (kind, "en") }));

    [Fact]
    public void Thanks_cancel_no_appointment()
    {
        KeepWords.Of(HandoffState.Promised, Thanks).Should().Be(WordsBecome.KeptBesidePromise);
        KeepWords.Of(HandoffState.Promised, WantsPersonPerhaps).Should().Be(WordsBecome.KeptBesidePromise, "what is not certain gives up nothing: the answer says how to ask");
    }

    [Fact]
    public void What_is_said_of_the_appointment_asks_for_nobody_however_it_sounds() =>
        KeepWords.Of(HandoffState.Promised, WantsPerson with { Agrees = true }).Should().Be(WordsBecome.KeptBesidePromise);

    [Fact]
    public void A_wish_for_a_person_and_distress_do_not_wait_for_a_date()
    {
        KeepWords.Of(HandoffState.Promised, WantsPerson).Should().Be(WordsBecome.Return);
        KeepWords.Of(HandoffState.Promised, InDistress with { Agrees = true }).Should().Be(WordsBecome.Return);
    }

    [Fact]
    public void Whoever_was_absent_and_writes_is_there() => KeepWords.Of(HandoffState.Absent, Thanks).Should().Be(WordsBecome.Return);

    [Theory]
    [InlineData(HandoffState.Waiting)]
    [InlineData(HandoffState.Offered)]
    public void In_the_queue_words_wait_as_well(HandoffState state) =>
        new[] { Thanks, WantsPerson, InDistress }.Select(heard => KeepWords.Of(state, heard)).Should().OnlyContain(become => become == WordsBecome.Kept);

    [Fact]
    public void A_counsellor_reads_them_now() => KeepWords.Of(HandoffState.WithCounsellor, InDistress).Should().Be(WordsBecome.Heard);

    [Theory]
    [MemberData(nameof(KindsInEachLanguage))]
    public void The_numbers_of_every_danger_fit_one_text_message_and_stand_under_the_words_elsewhere(DistressKind kind, string language)
    {
        var advice = DistressAdvice.For(kind, language);
        var words = DistressWords.Of(kind);

        var (text, web) = (words.On(FlowChannel.Sms, language), words.On(FlowChannel.Web, language));

        GsmText.Parts(GsmText.Fold(text.Text)).Should().Be(1, text.Text);
        text.Details.Should().BeNull();
        web.Text.Should().Be(advice.Text);
        web.Details!.Numbers.Should().HaveSameCount(advice.Numbers);
    }

    [Theory]
    [InlineData(CommitmentKind.CallBack)]
    [InlineData(CommitmentKind.Appointment)]
    [InlineData(CommitmentKind.Visit)]
    [InlineData(CommitmentKind.Letter)]
    public void What_stands_is_said_with_its_date_and_the_way_to_a_person_in_one_text_message(CommitmentKind kind)
    {
        var stands = CommitmentWords.Stands(kind, Noon, territory: null, "fr");

        stands.Should().Contain("mardi 9 mars à 12 h 00").And.Contain("maintenu");
        var text = GsmText.Fold(Texts.SayOn(ChannelName.Sms, "AddedToPromise", "fr", stands));
        text.Should().Contain("CONSEILLER");
        GsmText.Parts(text).Should().Be(1, text);
    }
}
