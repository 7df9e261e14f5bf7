using System.Text.RegularExpressions;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Understanding;

/// <summary>Whoever is in danger is answered in the language that is spoken, with the numbers of France.</summary>
public sealed partial class When_danger_is_answered
{
    private const int LongestPrompt = 320;
    private const int LongestText = 306;

    public static TheoryData<DistressKind> Kinds => [.. Enum.GetValues<DistressKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void English_has_words_of_its_own_with_the_same_numbers(DistressKind kind)
    {
        var (french, english) = (DistressAdvice.For(kind), DistressAdvice.For(kind, "en"));

        english.Numbers.Select(number => number.Number).Should().Equal(french.Numbers.Select(number => number.Number));
        english.Numbers.Select(number => number.Label).Should().NotIntersectWith(french.Numbers.Select(number => number.Label));
        NumbersIn(english.Text).Should().Equal(NumbersIn(french.Text));
        NumbersIn(english.Sms).Should().Equal(NumbersIn(french.Sms));
        foreach (var words in new[] { english.Text, english.Sms }.Concat(english.Numbers.Select(number => number.Label))) FrenchWords().IsMatch(words).Should().BeFalse(words);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void It_fits_one_prompt_and_one_text_message(DistressKind kind)
    {
        foreach (var language in new[] { "fr", "en" })
        {
            var advice = DistressAdvice.For(kind, language);
            advice.Text.Length.Should().BeLessThanOrEqualTo(LongestPrompt);
            advice.Sms.Length.Should().BeLessThanOrEqualTo(LongestText);
        }
    }

    [Theory]
    [InlineData(FlowChannel.Voice)]
    [InlineData(FlowChannel.Web)]
    [InlineData(FlowChannel.Sms)]
    public void The_language_is_that_of_the_conversation_on_each_channel(FlowChannel channel)
    {
        var words = DistressWords.Named(nameof(DistressKind.Suicide))!;

        words.On(channel, "en").Text.Should().StartWith("What you are going through matters. Call 3114").And.Contain("112");
        words.On(channel, "fr").Text.Should().StartWith("Ce que vous vivez compte. Appelez le 3114");
        words.On(channel, "ar").Text.Should().Be(words.On(channel, "fr").Text, "a language without words of its own gets the French ones");
        words.On(channel, "en").Saying.Should().Be(words.On(channel, "fr").Saying, "said once is said, in whatever language");
    }

    private static IEnumerable<string> NumbersIn(string text) => Number().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"\d[\d ]*\d")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(le|la|les|vous|appelez|nuit|gratuit|conseiller|urgence)\b", RegexOptions.IgnoreCase)]
    private static partial Regex FrenchWords();
}
