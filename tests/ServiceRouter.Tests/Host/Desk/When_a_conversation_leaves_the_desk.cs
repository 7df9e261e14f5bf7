using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Desk;

namespace ServiceRouter.Tests.Host.Desk;

public sealed class When_a_conversation_leaves_the_desk
{
    [Theory]
    [InlineData(LineEnding.NoTelephone, "pas de téléphone enregistré")]
    [InlineData(LineEnding.NoAnswer, "Votre téléphone a sonné")]
    [InlineData(LineEnding.NotTaken, "Votre téléphone a sonné")]
    [InlineData(LineEnding.Failed, "n'a pas pu être joint")]
    [InlineData(LineEnding.Provider, "L'opérateur")]
    [InlineData(LineEnding.Dropped, "Votre ligne a été coupée")]
    [InlineData(null, "resté sans connexion, ou elle a été transmise")]
    public void The_counsellor_reads_the_reason_that_there_was(string? ending, string words) => Talk.Farewell(HandoffState.Waiting, Lost(ending, callerWaits: true)).Should().Contain(words);

    [Theory]
    [InlineData(LineEnding.Dropped, true)]
    [InlineData(LineEnding.NoAnswer, false)]
    public void Nobody_is_said_to_wait_on_the_telephone_who_is_not_there(string ending, bool mayBeMailbox)
    {
        var words = Talk.Farewell(HandoffState.Waiting, Lost(ending, callerWaits: false));

        words.Should().NotContain("attend au téléphone").And.Contain("en tête de file");
        words.Contains("répondeur", StringComparison.Ordinal).Should().Be(mayBeMailbox);
    }

    [Fact]
    public void What_became_of_the_request_is_told_before_how_it_was_lost() => Talk.Farewell(HandoffState.Withdrawn, Lost(LineEnding.Dropped, callerWaits: false)).Should().Contain("a retiré sa demande");

    private static LostByLine? Lost(string? ending, bool callerWaits) => ending is null ? null : new(ending, callerWaits);
}
