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
    public void A_request_whose_receipt_was_changed_is_named_by_the_one_that_was_given() =>
        CompareLedger.Differences([First], [First with { Receipt = "BBB" }]).Should().Equal(new LedgerDifference(First.HandoffId, "AAA", LedgerCause.ReceiptDiffers));
}
