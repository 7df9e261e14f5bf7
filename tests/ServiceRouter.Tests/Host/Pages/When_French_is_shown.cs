using AwesomeAssertions;
using ServiceRouter.Conversations;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Tests.Host.Pages;

public sealed class When_French_is_shown
{
    [Fact]
    public void Double_punctuation_never_begins_a_line() =>
        FrenchSpaces.Keep("« Oui » : vraiment ? Oui ; bien sûr !").Should().Be("«\u00a0Oui\u00a0»\u00a0: vraiment\u00a0? Oui\u00a0; bien sûr\u00a0!");

    [Theory]
    [InlineData(Author.Citizen)]
    [InlineData(Author.Counsellor)]
    public void What_people_wrote_stays_as_they_wrote_it(Author author) =>
        Shown(author, "Vraiment ?").Text.Should().Be("Vraiment ?");

    [Fact]
    public void Erased_words_are_said_to_be_erased() => Shown(Author.Citizen, null).Text.Should().StartWith("Message effacé");

    private static ShownActivity Shown(Author author, string? text) =>
        ShownActivity.Of(new ActivityView(1, DateTimeOffset.UnixEpoch, author, "Nadia Bertholet", text, author == Author.Assistant, null));
}
