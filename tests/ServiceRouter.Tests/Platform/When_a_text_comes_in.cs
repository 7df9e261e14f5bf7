using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Platform;

public sealed class When_a_text_comes_in
{
    [Theory]
    [InlineData("  bonjour \n", "bonjour")]
    [InlineData("deux\r\nlignes\tet plus", "deux\nlignes\tet plus")]
    [InlineData("nul\0 et\u0007 cloche\u009b", "nul et cloche")]
    [InlineData("entier \ud83d\ude00 مرحبا", "entier \ud83d\ude00 مرحبا")]
    [InlineData("envers\ufffe", "envers")]
    [InlineData("\0", "")]
    [InlineData(null, "")]
    public void What_cannot_be_stored_is_left_out(string? text, string kept) => PlainText.Of(text).Should().Be(kept);

    // Not as data of a theory: an attribute is kept as UTF-8, which has no such half either.
    [Fact]
    public void Half_a_surrogate_pair_is_marked() => PlainText.Of("moitié \ud83d seule").Should().Be("moitié \ufffd seule");

    [Fact]
    public void Nothing_is_null() => PlainText.OrNull(" \0 ").Should().BeNull();
}
