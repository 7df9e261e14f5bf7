using ServiceRouter.Channels.Phone;
using ServiceRouter.Conversations;

namespace ServiceRouter.Tests.Channels.Phone;

public sealed class When_words_are_read_aloud
{
    [Theory]
    [InlineData("- La retraite de base", "La retraite de base")]
    [InlineData("• La retraite de base", "La retraite de base")]
    public void A_list_is_said_without_its_marks(string written, string said) =>
        ReadAloud.Of([new ActivityView(1, DateTimeOffset.UnixEpoch, Author.Assistant, null, $"Deux retraites :\n{written}", true, null)], "fr", slowly: false)
            .Lines.Should().Equal("Deux retraites :", said);
}
