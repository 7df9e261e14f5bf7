using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Understanding;

namespace ServiceRouter.Tests.Dialogues;

/// <summary>Whoever only names a procedure is asked its first question; a word that stands in a button's label by chance answers nothing.</summary>
public sealed class When_a_sentence_opens_a_flow
{
    private static readonly string Directory = Repository.Folder("flows");
    private static readonly FlowLibrary Library = FlowLibrary.Load(Directory);

    public static TheoryData<string> Flows => [.. Library.Flows.Select(flow => flow.Id)];

    [Theory, MemberData(nameof(Flows))]
    public void Its_title_leads_to_the_first_question(string id)
    {
        var flow = Library.Find(id)!;

        OpensAtFirst(flow, flow.Title.In("fr", FlowChannel.Web)).Should().BeTrue();
    }

    [Theory, MemberData(nameof(Flows))]
    public void A_term_alone_leads_on_only_where_the_author_has_said_so(string id)
    {
        var flow = Library.Find(id)!;
        var given = FlowBeginning.Of(flow).Question!.Choices.SelectMany(choice => choice.Words).Select(Words.Of).ToList();

        var skipped = Terms(id).Where(term => !OpensAtFirst(flow, term) && !given.Any(phrase => Words.Contain(Words.Of(term), phrase)));

        skipped.Should().BeEmpty();
    }

    [Theory]
    [InlineData("cheque_energie", "chèque énergie")]
    [InlineData("cheque_energie", "ai-je droit au chèque énergie")]
    [InlineData("caf_rsa", "où en est ma demande à la caf")]
    [InlineData("caf_rsa", "rsa")]
    [InlineData("msa", "chef d'exploitation")]
    [InlineData("msa", "je reprends l'exploitation de mon père")]
    [InlineData("retraite", "j'ai une question sur ma retraite")]
    [InlineData("france_travail", "je n'ai plus de travail ce mois-ci")]
    [InlineData("impots", "impôt")]
    [InlineData("ameli_carte_vitale", "carte vitale")]
    public void A_word_of_a_label_decides_nothing(string id, string sentence) => OpensAtFirst(Library.Find(id)!, sentence).Should().BeTrue();

    [Fact]
    public void What_its_author_has_written_answers_the_first_question() =>
        FlowEngine.StartWith(Library.Find("carte_grise")!, "j'ai vendu ma voiture", FlowChannel.Web, "fr").Outputs.OfType<Ask>().Should().NotContain(ask => ask.Choices.Count == 6);

    private static bool OpensAtFirst(Flow flow, string sentence) =>
        FlowEngine.StartWith(flow, sentence, FlowChannel.Web, "fr").Position?.Step == FlowEngine.Start(flow, FlowChannel.Web, "fr").Position!.Step;

    private static IEnumerable<string> Terms(string id) =>
        ProcedurePhrases.Load(Directory).Phrases.Single(phrases => phrases.Procedure == id).Terms.Select(term => term.Split('=')[0].Trim());
}
