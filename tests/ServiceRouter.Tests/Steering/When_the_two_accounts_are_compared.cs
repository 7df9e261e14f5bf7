using ServiceRouter.Handoffs;
using ServiceRouter.Steering;

namespace ServiceRouter.Tests.Steering;

public sealed class When_the_two_accounts_are_compared
{
    private static readonly LedgerShare Creuse = new("23", "web", "fr");
    private static readonly LedgerLine First = new(Guid.Parse("11111111-0000-0000-0000-000000000000"), "AAA", Creuse, HandoffState.Waiting);
    private static readonly LedgerLine Second = new(Guid.Parse("22222222-0000-0000-0000-000000000000"), "BBB", new LedgerShare(null, "phone", "fr"), HandoffState.Served);

    [Fact]
    public void Equal_accounts_have_no_difference()
    {
        CompareLedger.Differences([First, Second], [Second, First]).Should().BeEmpty();
        CompareLedger.Figures([First, Second], [Second, First]).Should().BeEmpty();
    }

    [Fact]
    public void Somebody_lost_is_named_with_the_place_and_the_channel()
    {
        CompareLedger.Differences([First, Second], [Second]).Should().Equal(new LedgerDifference(First.HandoffId, "AAA", LedgerCause.RowMissing));
        CompareLedger.Figures([First, Second], [Second]).Should().Equal(
            new ShareFigures("23", "web", "fr", new SideFigures(1, 0, 0, 0, 1), new SideFigures(0, 0, 0, 0, 0)));
    }

    [Fact]
    public void A_loss_and_an_invented_row_do_not_cancel_each_other() =>
        CompareLedger.Differences([First], [Second]).Select(d => d.Cause).Should().BeEquivalentTo([LedgerCause.RowMissing, LedgerCause.AskingMissing]);

    [Fact]
    public void An_open_request_that_is_shown_as_served_is_named() =>
        CompareLedger.Differences([First], [First with { State = HandoffState.Served }]).Should().ContainSingle().Which.Cause.Should().Be(LedgerCause.StateDiffers);

    [Fact]
    public void A_request_that_counts_for_another_territory_is_named() =>
        CompareLedger.Differences([First], [First with { Share = Creuse with { Territory = "75" } }]).Should().ContainSingle().Which.Cause.Should().Be(LedgerCause.ShareDiffers);

    [Fact]
    public void An_open_request_that_nothing_comes_back_to_is_named()
    {
        var due = new DateTimeOffset(2027, 3, 9, 13, 30, 0, TimeSpan.Zero);
        var reach = new RowReach(EndedAt: null, due, OfferExpiresAt: null, HasCounsellor: true);
        var (logged, row) = (First with { State = HandoffState.Promised, DueAt = due.AddTicks(7) }, First with { State = HandoffState.Promised, Reach = reach });

        CompareLedger.Differences([logged], [row]).Should().BeEmpty("rows hold microseconds");
        CompareLedger.Differences([logged with { DueAt = null }], [row]).Should().BeEmpty("the walk does not read dates");
        foreach (var lacking in new[] { reach with { DueAt = null }, reach with { DueAt = due.AddYears(70) }, reach with { EndedAt = due } })
            CompareLedger.Differences([logged], [row with { Reach = lacking }]).Should().ContainSingle().Which.Cause.Should().Be(LedgerCause.OutOfReach);
    }

    [Fact]
    public void A_letter_that_tells_another_date_than_was_promised_is_named()
    {
        var told = new DateTimeOffset(2027, 3, 12, 9, 0, 0, TimeSpan.Zero);
        var reach = new RowReach(EndedAt: null, told.AddDays(-1), OfferExpiresAt: null, HasCounsellor: true, told);
        var (logged, row) = (First with { State = HandoffState.Promised, DueAt = told.AddDays(-1), ToldFor = told }, First with { State = HandoffState.Promised, Reach = reach });

        CompareLedger.Differences([logged], [row]).Should().BeEmpty();
        foreach (var other in new[] { reach with { PromisedFor = null }, reach with { PromisedFor = told.AddDays(7) }, reach with { DueAt = told } })
            CompareLedger.Differences([logged], [row with { Reach = other }]).Should().ContainSingle().Which.Cause.Should().Be(LedgerCause.OutOfReach);
    }

    [Fact]
    public void Somebody_in_danger_who_was_put_among_all_others_is_named()
    {
        var (asked, row) = (First with { Rank = HandoffRank.Distress }, First with { Rank = HandoffRank.Ordinary });

        CompareLedger.Differences([asked], [row]).Should().Equal(new LedgerDifference(First.HandoffId, "AAA", LedgerCause.RankDiffers));
        CompareLedger.Differences([row], [asked]).Should().BeEmpty("words of danger that come later make it more urgent");
        CompareLedger.Differences([First], [row]).Should().BeEmpty("a log that cannot be read says nothing of it");
    }

    [Fact]
    public void A_request_that_leads_to_the_words_of_another_is_named() =>
        CompareLedger.Differences([First with { ConversationId = First.HandoffId }], [First with { ConversationId = Second.HandoffId }]).Should().Equal(new LedgerDifference(First.HandoffId, "AAA", LedgerCause.ConversationDiffers));

    [Fact]
    public void A_request_whose_receipt_was_changed_is_named_by_the_one_that_was_given() =>
        CompareLedger.Differences([First], [First with { Receipt = "BBB" }]).Should().Equal(new LedgerDifference(First.HandoffId, "AAA", LedgerCause.ReceiptDiffers));
}
