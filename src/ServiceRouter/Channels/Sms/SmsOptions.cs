using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Sms;

/// <summary>How long a text message may take; section <c>Sms</c>.</summary>
public sealed class SmsOptions
{
    /// <summary>
    /// Longest time for one message with its answer, 1 to 10 s: nobody hears silence meanwhile. Longer than one part of the assistant may take, and by a second shorter than the 4.5 s after which the
    /// provider sends the message again, since a request for a person may still have to go through another door.
    /// </summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(3.5);

    /// <summary>Longest wait for the conversation of a number, 100 ms to 5 s: beyond, the database counts as away.</summary>
    public TimeSpan LookUpWithin { get; set; } = TimeSpan.FromSeconds(1);
}

internal sealed class SmsOptionsValidator : IValidateOptions<SmsOptions>
{
    public ValidateOptionsResult Validate(string? name, SmsOptions options)
    {
        var faults = new SectionFaults("Sms");
        faults.Within(nameof(options.AnswerWithin), options.AnswerWithin, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        faults.Within(nameof(options.LookUpWithin), options.LookUpWithin, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        return faults.Result;
    }
}
