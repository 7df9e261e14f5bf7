using System.Reflection;
using ServiceRouter.Conversations;
using ServiceRouter.Dialogue;
using ServiceRouter.Flows.Language;
using ServiceRouter.Flows.Reception;
using ServiceRouter.Flows.Understanding;
using ServiceRouter.Host.Desk;

namespace ServiceRouter.Tests.Host.Desk;

public sealed class When_the_desk_says_what_was_understood
{
    private static readonly DeskWords Words = new(new FlowShelf(FlowLibrary.Load(Path.Combine(Repository.Root, "flows"))), TimeProvider.System);

    public static TheoryData<string> Notes =>
    [
        .. typeof(UnderstoodNote).GetFields(BindingFlags.Public | BindingFlags.Static).Where(note => !note.Name.EndsWith("Word", StringComparison.Ordinal)).Select(note => (string)note.GetRawConstantValue()!).Where(note => note != UnderstoodNote.Nothing),
        UnderstoodNote.Procedure("carte_grise"), UnderstoodNote.Step("carte_grise", "debut"), UnderstoodNote.Fiche("chomage"), UnderstoodNote.Reception(ReceptionTopic.What),
        Understood.DistressRule + "Suicide, x", Understood.HumanRule + "x", Understood.OfferRule + "x",
    ];

    [Theory, MemberData(nameof(Notes))]
    public void Each_note_of_the_assistant_is_a_sentence(string note) => Said(note).Should().NotBeNullOrEmpty().And.NotContain("règle", "a counsellor knows no rules").And.NotContain("_");

    [Theory]
    [InlineData(UnderstoodNote.Nothing)]
    [InlineData(Understood.NothingRule)]
    public void Nothing_is_said_of_nothing(string note) => Said(note).Should().BeNull();

    [Fact]
    public void What_is_unsure_is_said_to_be() => Words.Understood(new ActivityDetails { Understood = UnderstoodNote.NotUnderstood, Unsure = true }).Should().EndWith("sans certitude");

    private static string? Said(string note) => Words.Understood(new ActivityDetails { Understood = note });
}
