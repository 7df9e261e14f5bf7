using ServiceRouter.Dialogue.Knowledge;

namespace ServiceRouter.Tests.Dialogue.Knowledge;

/// <summary>On the fiches of the repository.</summary>
public sealed class When_a_question_is_searched : IDisposable
{
    private readonly FicheSearch search = new(FicheLibrary.Load(Repository.Folder("flows")).Fiches);

    public void Dispose() => search.Dispose();

    [Fact]
    public void The_right_fiche_comes_first_for_nine_questions_in_ten()
    {
        var wrong = SearchQuestions.Answered.Select(a => (a.Question, a.Fiche, Found: search.Find(a.Question)?.Fiche.Id)).Where(a => a.Fiche != a.Found).ToList();

        wrong.Count.Should().BeLessThanOrEqualTo(SearchQuestions.Answered.Length / 10, "these went wrong: {0}", string.Join("; ", wrong));
    }

    [Fact]
    public void A_question_of_another_world_has_no_answer()
    {
        var answered = SearchQuestions.OffTopic.Select(question => (question, search.Find(question)?.Fiche.Id)).Where(found => found.Id is not null);

        answered.Should().BeEmpty();
    }

    [Fact]
    public void The_best_paragraph_is_given_and_not_the_whole_fiche()
    {
        var found = search.Find("carte Vitale volée : quelles démarches ?");

        found!.Fiche.Id.Should().Be("carte-vitale-commander");
        found.Fiche.Passages.Should().Contain(found.Text);
        found.Text.Length.Should().BeLessThan(found.Fiche.Text.Length);
    }

    [Theory]
    [InlineData("carte grise perdue")]
    [InlineData("CARTE GRISE PERDUE !!!")]
    [InlineData("j’ai perdu la carte grise")]
    [InlineData("carte grisse perdu")]
    [InlineData("J'ai perdu la carte-grise, que dois-je faire ?")]
    public void Case_accents_elisions_and_a_wrong_letter_make_no_difference(string question) =>
        search.Find(question)?.Fiche.Id.Should().Be("carte-grise-perte-vol");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!*:()[]\"~^")]
    [InlineData("comment faire pour avoir ça")]
    [InlineData("\ud83d")]
    public void Words_without_meaning_have_no_answer(string? question) => search.Find(question).Should().BeNull();

    [Fact]
    public void A_very_long_message_is_read_in_part() =>
        search.Find("carte grise perdue " + string.Join(' ', Enumerable.Repeat("encore", 200_000)))!.Fiche.Id.Should().Be("carte-grise-perte-vol");
}
