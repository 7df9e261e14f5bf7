using Microsoft.Extensions.Options;
using ServiceRouter.Platform;

namespace ServiceRouter.Channels.Phone;

/// <summary>How calls are talked with; section <c>Phone</c>.</summary>
public sealed class PhoneOptions
{
    /// <summary>Longest time for one answer, 500 ms to 5 s: the caller hears silence meanwhile.</summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest look-up before a request for a human is made without it, 50 ms to 1 s.</summary>
    public TimeSpan LookUpWithin { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Where deaf and hard-of-hearing people call <c>Twilio:VoiceNumber</c> through a relay (sign language, text, cued speech): a whole https address; none: no such link is shown.</summary>
    public Uri? RelayLink { get; set; }

    /// <summary>How sure the recogniser of speech must be, 0 to 1: below it what was understood is read back and confirmed.</summary>
    public double SureFrom { get; set; } = 0.5;
}

internal sealed class PhoneOptionsValidator : IValidateOptions<PhoneOptions>
{
    public ValidateOptionsResult Validate(string? name, PhoneOptions options)
    {
        var faults = new SectionFaults("Phone");
        faults.Within(nameof(options.AnswerWithin), options.AnswerWithin, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(5));
        faults.Within(nameof(options.LookUpWithin), options.LookUpWithin, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));
        faults.Within(nameof(options.SureFrom), options.SureFrom, 0, 1);
        if (options.RelayLink is { } relay && (!relay.IsAbsoluteUri || relay.Scheme != Uri.UriSchemeHttps))
            faults.Add($"Phone:RelayLink is {relay}, and must be a whole address that begins with https://");
        return faults.Result;
    }
}
