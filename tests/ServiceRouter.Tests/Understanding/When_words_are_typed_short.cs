using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

public sealed class When_words_are_typed_short
{
    [Theory]
    [InlineData("lé papié dé enfants", "les papie des enfants")]
    [InlineData("sé pour mé parents", "c est pour mes parents")]
    [InlineData("se\u0301 moi", "c est moi")]
    [InlineData("c bloqué", "c est bloque")]
    public void They_are_written_out(string typed, string words) =>
        string.Join(' ', PlainWords.Of(typed)).Should().Be(words);

    [Theory]
    [InlineData("le de me se ce")]
    [InlineData("il me frappe")]
    [InlineData("c'est le site de ma ville")]
    [InlineData("c'était hier")]
    public void A_word_without_the_accent_stays_itself(string typed) =>
        string.Join(' ', PlainWords.Of(typed)).Should().Be(PlainWords.Fold(typed).Replace('\'', ' '));
}
