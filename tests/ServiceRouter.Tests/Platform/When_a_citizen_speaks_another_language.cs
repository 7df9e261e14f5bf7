using System.Collections;
using System.Globalization;
using System.Resources;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Platform;

public sealed class When_a_citizen_speaks_another_language
{
    // Said by the assistant, which speaks French only, or on pages and by text message, where no other language is chosen.
    private static readonly string[] OnlyInFrench =
        ["Welcome", "NotUnderstood", "ContinueWithAssistant", "OfferHumanAfterFailure", "AnswerFrom", "HowToReachUs", "NearestSpaces", "AnswerFollowUp", "FlowOver"];

    private static readonly ResourceManager Resources = new("ServiceRouter.Platform.Texts", typeof(Texts).Assembly);

    [Fact]
    public void What_becomes_of_the_request_is_said_in_English_too()
    {
        var french = Names(CultureInfo.InvariantCulture);
        var english = Names(CultureInfo.GetCultureInfo("en"));

        french.Where(name => !name.Contains('.', StringComparison.Ordinal)).Except(english).Should().BeEquivalentTo(OnlyInFrench);
    }

    /// <summary>Most of what a channel says in its own words is said in French only, where no other language is chosen; these reach whoever asked in another one.</summary>
    [Theory]
    [InlineData("Attempt.sms")]
    [InlineData("AttemptWithoutNumber.sms")]
    public void Whoever_missed_a_call_reads_it_in_the_language_of_the_request(string name) => Names(CultureInfo.GetCultureInfo("en")).Should().Contain(name);

    [Fact]
    public void No_value_is_left_out_of_a_sentence()
    {
        foreach (var name in Names(CultureInfo.GetCultureInfo("en")))
            Values(Text(name, "en")).Should().BeEquivalentTo(Values(Text(name, "fr")), name);

        static IEnumerable<string> Values(string text) => Enumerable.Range(0, 5).Select(n => $"{{{n}}}").Where(text.Contains);
        static string Text(string name, string language) => Resources.GetString(name, CultureInfo.GetCultureInfo(language))!;
    }

    private static IReadOnlyList<string> Names(CultureInfo culture) =>
        [.. Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)];
}
