using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Desk;

namespace ServiceRouter.Tests.Host.Desk;

public sealed class When_a_conversation_is_marked_in_the_list
{
    private const string Danger = "distress: Suicide, en finir";

    private static readonly DateTimeOffset Taken = new(2027, 3, 9, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Only_whom_the_counsellor_answered_is_asked_to_be_closed()
    {
        var talk = Of(ChannelName.Web, Author.Citizen, Author.Counsellor);

        Marks(talk, isQuiet: true).Should().Equal("à clôturer\u00a0?");
        Marks(talk, isQuiet: false).Should().BeEmpty();
    }

    [Theory]
    [InlineData(new[] { Author.Counsellor, Author.Citizen, Author.Service }, "the citizen wrote last")]
    [InlineData(new Author[0], "nobody has written to them")]
    public void Whoever_has_no_answer_in_writing_is_said_to_have_none(Author[] said, string because)
    {
        Marks(Of(ChannelName.Web, said), isQuiet: true).Should().Equal(["sans réponse écrite"], because);
        Marks(Of(ChannelName.Web, said), isQuiet: false).Should().Equal(["sans réponse écrite"], because);
    }

    [Fact]
    public void Of_callers_and_of_people_at_the_counter_it_is_not_known()
    {
        Marks(Of(ChannelName.Phone, Author.Citizen), isQuiet: true).Should().Equal("à clôturer\u00a0?");
        Marks(Of(ChannelName.Web, HandoffOffer.AtCounter, Author.Citizen), isQuiet: true).Should().Equal("à clôturer\u00a0?");
    }

    [Fact]
    public void Whoever_is_written_a_letter_is_answered_by_it_until_they_write_themselves()
    {
        Marks(Of(ChannelName.Web, HandoffOffer.OwnPromise), isQuiet: false).Should().BeEmpty();
        Marks(Of(ChannelName.Web, HandoffOffer.OwnPromise, Author.Citizen), isQuiet: false).Should().Equal("sans réponse écrite");
    }

    [Fact]
    public void What_a_colleague_wrote_before_answers_nobody_who_was_handed_on()
    {
        var talk = Of(ChannelName.Web);
        talk.Detail = talk.Detail! with { Transcript = [Said(1, Author.Citizen, Taken.AddMinutes(-9)), Said(2, Author.Counsellor, Taken.AddMinutes(-8))] };

        talk.IsUnanswered.Should().BeTrue();
        talk.Unanswered.Should().Be(0, "it was said before this counsellor had it");
    }

    [Fact]
    public void What_came_after_the_counsellors_last_words_is_unanswered() =>
        Of(ChannelName.Web, Author.Citizen, Author.Counsellor, Author.Citizen, Author.Service, Author.Citizen).Unanswered.Should().Be(2);

    [Fact]
    public void Danger_stands_before_everything_else()
    {
        var talk = Of(ChannelName.Web, Author.Counsellor, Author.Citizen, Author.Citizen);
        talk.Detail = talk.Detail! with { Transcript = [.. talk.Detail.Transcript.Take(1), talk.Detail.Transcript[1] with { Details = new ActivityDetails { Understood = Danger } }, talk.Detail.Transcript[2]] };
        talk.Draft = "Bonjour";
        talk.Alarms.Should().BeFalse("it was read");
        talk.Unread = 2;

        TalkBadge.Of(talk, isQuiet: true).Should().Equal(new TalkBadge("détresse", "danger"), new TalkBadge("2 nouveaux messages", "strong"), new TalkBadge("brouillon"));
        talk.Danger!.Number.Should().Be(2);
        talk.Gone = "…";
        Marks(talk, isQuiet: true).Should().Equal("n'est plus à vous");
    }

    [Fact]
    public void The_conversation_in_which_danger_was_said_just_now_is_named_first()
    {
        var ranked = Of(ChannelName.Web, Author.Citizen);
        ranked.Detail = ranked.Detail! with { Handoff = ranked.Detail.Handoff with { Rank = HandoffRank.Distress } };
        ranked.Unread = 1;
        var said = Of(ChannelName.Web, Author.Citizen);
        said.Detail = said.Detail! with { Transcript = [said.Detail.Transcript[0] with { Details = new ActivityDetails { Understood = Danger } }] };
        said.Unread = 1;

        DeskAlarm.Of([Of(ChannelName.Web), ranked, said]).Select(alarm => alarm.Place).Should().Equal(3, 2);
    }

    private static IEnumerable<string> Marks(Talk talk, bool isQuiet) => TalkBadge.Of(talk, isQuiet).Select(badge => badge.Words);

    private static Talk Of(string channel, params Author[] said) => Of(channel, "skill", said);

    private static Talk Of(string channel, string rung, params Author[] said) => new("K7PR-2XW-9AD-FM47")
    {
        Detail = new DeskHandoffDetail(
            new DeskHandoff(
                Guid.Empty, "K7PR-2XW-9AD-FM47", HandoffState.WithCounsellor, channel, "fr", null, "accueil", "demande", HandoffRank.Ordinary, Taken, "conseiller1", null, null, null, null, null, null, null),
            [.. said.Select((author, index) => Said(index + 1, author, Taken.AddSeconds(index)))], [],
            [new AskedCounsellor("Nadia Bertholet", Taken, OfferOutcome.Accepted, rung, "", null)], [], null, null, null, 0, false, "Nadia Bertholet"),
    };

    private static ActivityView Said(int number, Author author, DateTimeOffset at) => new(number, at, author, null, "…", false, null);
}
