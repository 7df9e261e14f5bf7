using AwesomeAssertions;
using ServiceRouter.Conversations;
using ServiceRouter.Host.Desk;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.Steering;

namespace ServiceRouter.Tests.Host.Pages;

public sealed class When_French_is_shown
{
    [Fact]
    public void Double_punctuation_never_begins_a_line() =>
        FrenchSpaces.Keep("« Oui » : vraiment ? Oui ; bien sûr !").Should().Be("«\u00a0Oui\u00a0»\u00a0: vraiment\u00a0? Oui\u00a0; bien sûr\u00a0!");

    [Theory]
    [InlineData("mardi à 14 h 30.", "mardi à 14\u00a0h\u00a030.")]
    [InlineData("8 h à 12 h", "8 h à 12 h")]
    public void An_hour_is_not_torn_apart(string words, string kept) => FrenchSpaces.Keep(words).Should().Be(kept);

    [Theory]
    [InlineData("4 000 caractères", "4\u00a0000 caractères")]
    [InlineData("1 234 567 demandes", "1\u00a0234\u00a0567 demandes")]
    [InlineData("le 39 39, 06 12 34 56 78, en 2026", "le 39 39, 06 12 34 56 78, en 2026")]
    public void A_number_is_not_torn_apart(string words, string kept) => FrenchSpaces.Keep(words).Should().Be(kept);

    [Fact]
    public void The_first_of_a_month_is_an_ordinal_wherever_a_day_is_told()
    {
        var first = new DateTimeOffset(2026, 12, 1, 13, 30, 0, TimeSpan.Zero);

        FrenchTime.Moment(first).Should().Be("mardi 1er décembre à 14\u00a0h\u00a030");
        FrenchTime.Short(first).Should().Be("1er décembre, 14\u00a0h\u00a030");
        DeskWords.Moment(first, "974").Should().Be("mardi 1er décembre à 17\u00a0h\u00a030");
        SteeringWords.Moment(first).Should().Be("1er décembre 2026 à 14\u00a0h\u00a030");
    }

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
