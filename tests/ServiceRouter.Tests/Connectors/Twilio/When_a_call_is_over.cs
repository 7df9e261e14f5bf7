using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Connectors.Twilio.Voice;

namespace ServiceRouter.Tests.Connectors.Twilio;

public sealed class When_a_call_is_over
{
    [Theory]
    [InlineData("completed", CallEnding.Completed, LineEnding.Dropped, LineEnding.NotTaken)]
    [InlineData("busy", CallEnding.Busy, LineEnding.Busy, LineEnding.Busy)]
    [InlineData("no-answer", CallEnding.NoAnswer, LineEnding.NoAnswer, LineEnding.NoAnswer)]
    [InlineData("failed", CallEnding.Failed, LineEnding.Failed, LineEnding.Failed)]
    [InlineData("canceled", CallEnding.Canceled, LineEnding.Failed, LineEnding.Failed)]
    [InlineData("hung-up-by-a-ghost", CallEnding.Unknown, LineEnding.Dropped, LineEnding.NotTaken)]
    [InlineData("", CallEnding.Unknown, LineEnding.Dropped, LineEnding.NotTaken)]
    [InlineData(null, CallEnding.Unknown, LineEnding.Dropped, LineEnding.NotTaken)]
    public void The_providers_word_says_how_its_line_ended(string? status, CallEnding ending, string taken, string notTaken)
    {
        CallWords.EndingOf(status).Should().Be(ending);
        LineEnding.Of(ending, wasTaken: true).Should().Be(taken);
        LineEnding.Of(ending, wasTaken: false).Should().Be(notTaken);
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("initiated")]
    [InlineData("ringing")]
    [InlineData("in-progress")]
    public void Until_then_it_has_no_ending(string status) => CallWords.EndingOf(status).Should().BeNull();
}
