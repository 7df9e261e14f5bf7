using Microsoft.Extensions.Options;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Handoffs;
using ServiceRouter.Tests.Understanding;

namespace ServiceRouter.Tests.Dialogue;

/// <summary>The letters of a receipt are drawn by chance and mean nothing, whatever they sound like: one was heard as danger on 2026-11-29.</summary>
public sealed class When_a_receipt_stands_among_words
{
    private const int Many = 3_000;
    private readonly ReceiptSeal seal = new(Options.Create(new ReceiptsOptions { Key = Convert.ToBase64String(new byte[32]) }));
    private readonly SenseBesideReceipts sense;

    public When_a_receipt_stands_among_words() => sense = new SenseBesideReceipts(new ListenerSense(LearntListener.Shared), seal);

    [Fact]
    public void It_is_neither_danger_nor_a_wish() =>
        Receipts().Select(receipt => (receipt, Heard: sense.Read(receipt))).Where(r => r.Heard.Distress is not null || r.Heard.Exit != WishForHuman.None).Should().BeEmpty();

    [Fact]
    public void What_stands_beside_it_is_heard()
    {
        foreach (var receipt in Receipts().Take(20))
        {
            sense.Read($"{receipt} je veux mourir").Distress.Should().NotBeNull();
            sense.Read($"Mon récépissé {receipt.ToLowerInvariant().Replace('-', ' ')}, je veux parler à un conseiller").Exit.Should().Be(WishForHuman.Yes);
        }
    }

    [Theory]
    [InlineData("mais mon num {0} où en est-il", "mais mon num   où en est-il")]
    [InlineData("{0}, {0}", " ,  ")]
    [InlineData("Bonjour {0}", "Bonjour  ")]
    public void It_is_found_whatever_stands_before_it(string said, string beside)
    {
        var receipt = Receipts().First();
        foreach (var written in (string[])[receipt, receipt.Replace('-', ' '), receipt.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()])
            ReceiptInWords.Without(string.Format(System.Globalization.CultureInfo.InvariantCulture, said, written), seal.IsOurs).Should().Be(beside);
    }

    [Fact]
    public void Letters_that_are_no_receipt_of_ours_are_words() =>
        ReceiptInWords.Without("K7PR-2XW-9AD-FM47 je veux mourir", seal.IsOurs).Should().Contain("K7PR").And.Contain("mourir");

    private IEnumerable<string> Receipts() => Enumerable.Range(0, Many).Select(_ => ReceiptCode.Print(seal.New()));
}
