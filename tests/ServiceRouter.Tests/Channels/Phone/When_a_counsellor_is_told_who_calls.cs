using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Flows.Language;
using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Channels.Phone;

public sealed class When_a_counsellor_is_told_who_calls
{
    private static readonly FlowLibrary Flows = FlowLibrary.Load(Repository.Folder("flows"));

    [Theory]
    [InlineData("general", "fr", "Demande d'un conseiller")]
    [InlineData("titres", "fr", "Demande d'un conseiller. Sujet : Titres d'identité, permis et véhicules")]
    [InlineData("titres", "en", "Demande d'un conseiller. Sujet : Titres d'identité, permis et véhicules. Langue : anglais")]
    [InlineData("a pool that left the files", "fr", "Demande d'un conseiller")]
    public void The_reason_comes_first_then_the_subject_and_a_language_that_is_not_theirs(string skill, string language, string heard) =>
        WhoAndWhy.Of(Asked(skill, language), language, Flows).Should().Be(heard);

    [Theory]
    [InlineData(20, "moins d'une minute")]
    [InlineData(60, "1 minute")]
    [InlineData(150, "2 minutes")]
    [InlineData(3 * 3600 + 300, "3 h 05")]
    [InlineData(50 * 3600, "2 jours")]
    public void A_wait_is_told_in_words(int seconds, string heard) => FrenchWords.Span(TimeSpan.FromSeconds(seconds)).Should().Be(heard);

    private static Handoff Asked(string skill, string language) => new() { Receipt = "K7PR2XW9ADFM4H", Channel = "phone", Language = language, Skill = skill, Reason = HumanAsk.ByCitizen.Reason };
}
