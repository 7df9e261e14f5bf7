using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.Tests.Dialogues;

public class When_a_first_sentence_opens_a_flow
{
    private const string FirstQuestion = "situation";

    private static readonly Lazy<FlowLibrary> Library = new(() => FlowLibrary.Load(Repository.Folder("flows")));

    public static TheoryData<string, string, string> Sentences => [.. FirstSentences.Answered];

    [Theory, MemberData(nameof(Sentences))]
    public void It_answers_the_first_question_with_the_choice_that_it_means(string flow, string sentence, string choice) =>
        FlowEngine.StartWith(Library.Value.Find(flow)!, sentence, FlowChannel.Web, FlowText.MainLanguage)
            .Position!.Answers.GetValueOrDefault(FirstQuestion, "none").Should().Be(choice);
}
