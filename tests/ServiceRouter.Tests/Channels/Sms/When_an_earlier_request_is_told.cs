using ServiceRouter.Channels.Sms;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Channels.Sms;

/// <summary>A number proves nothing: that a request is open is said, and what becomes of it, in one part and in no more than that.</summary>
public sealed class When_an_earlier_request_is_told
{
    private static readonly HandoffState[] Open = [HandoffState.Waiting, HandoffState.Offered, HandoffState.Promised, HandoffState.Absent, HandoffState.WithCounsellor];

    public static TheoryData<HandoffState, HandoffState, bool, bool> All
    {
        get
        {
            var all = new TheoryData<HandoffState, HandoffState, bool, bool>();
            foreach (var before in Open)
                foreach (var now in Open.Where(state => state != HandoffState.Absent))
                    foreach (var isRung in (bool[])[true, false])
                    {
                        all.Add(before, now, true, isRung);
                        all.Add(before, now, false, isRung);
                    }
            return all;
        }
    }

    [Theory, MemberData(nameof(All))]
    public void It_is_short_holds_no_figure_and_names_a_call_only_where_somebody_can_ring(HandoffState before, HandoffState now, bool isInDanger, bool isRung)
    {
        var text = string.Join(' ', EarlierWords.AfterWords(before, now, isInDanger, isRung, "fr"));

        text.Should().NotMatchRegex("[0-9]");
        GsmText.Parts(GsmText.Fold(text)).Should().BeLessThanOrEqualTo(isInDanger ? 2 : 1);
        if (!isRung) text.Should().NotContain("téléphone");
    }

    [Fact]
    public void Who_answers_an_attempt_is_at_the_head_and_who_waits_keeps_the_place()
    {
        EarlierWords.AfterWords(HandoffState.Absent, HandoffState.Waiting, isInDanger: false, isRung: true, "fr").Should().Equal("Merci. Votre demande repart en tête de file.", "Un conseiller vous répondra par téléphone.");
        EarlierWords.AfterWords(HandoffState.Waiting, HandoffState.Waiting, isInDanger: false, isRung: false, "fr").Should().Equal("Votre demande est déjà ouverte et garde sa place.");
    }

    [Fact]
    public void That_a_date_is_given_up_is_said_also_to_whoever_is_in_danger() =>
        EarlierWords.AfterWords(HandoffState.Promised, HandoffState.Waiting, isInDanger: true, isRung: true, "fr")[0].Should().Be("Ce qui était convenu pour plus tard est annulé.");

    [Fact]
    public void Asked_where_it_stands_an_agreed_moment_is_not_named() =>
        string.Join(' ', EarlierWords.OfStand(HandoffState.Promised, place: null, isRung: true, "fr")).Should().Contain("reste prévu").And.Contain("CONSEILLER").And.NotContain("téléphone");
}
