using ServiceRouter.Host.Desk;

namespace ServiceRouter.Tests.Host.Desk;

public sealed class When_a_box_is_sent_again
{
    private readonly DraftIds ids = new();

    [Fact]
    public void The_same_words_have_the_same_id_until_they_have_arrived()
    {
        var first = ids.Of("Bonjour");

        ids.Of("Bonjour").Should().Be(first);
        ids.Arrived("Bonjour", "Bonjour");
        ids.Of("Bonjour").Should().NotBe(first, "it is said again on purpose");
    }

    [Fact]
    public void Words_that_were_changed_are_another_message()
    {
        var first = ids.Of("Bonjour");

        ids.Of("Bonjour Madame").Should().NotBe(first, "the first may have arrived, and what was added would be lost");
    }

    [Theory]
    [InlineData("Bonjour", "")]
    [InlineData("Bonjour et puis ceci", "et puis ceci")]
    [InlineData("Autre chose", "Autre chose")]
    public void What_was_typed_while_it_was_sent_stays(string box, string left) => ids.Arrived("Bonjour", box).Should().Be(left);
}
