using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Platform;

namespace ServiceRouter.Connectors.Twilio;

/// <summary>Everything that is wrong with the account's settings, at once.</summary>
internal sealed class TwilioOptionsValidator : IValidateOptions<TwilioOptions>
{
    private const int SidLength = 34;

    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        if (!options.IsConfigured) return ValidateOptionsResult.Success;
        var faults = new SectionFaults(TwilioOptions.Section);
        if (options.AccountSid.Length != SidLength || !options.AccountSid.StartsWith("AC", StringComparison.Ordinal) || !options.AccountSid[2..].All(char.IsAsciiHexDigit))
            faults.Add("Twilio:AccountSid must be AC and 32 hexadecimal digits");
        if (options.AuthToken.Length < 16) faults.Add("Twilio:AuthToken is missing or shorter than 16 characters: without it anybody could send webhooks");
        if (options.PublicUrl is not { } address) faults.Add("Twilio:PublicUrl is not set, and an account needs it: callers would be taken in and never joined to anybody. Give the address that the provider calls, such as https://accueil.example.fr");
        else if (!IsReachedByTheProvider(address, options.ApiUrl)) faults.Add($"Twilio:PublicUrl is {address}, and must be a whole address such as https://accueil.example.fr, with https");
        if (!options.ApiUrl.IsAbsoluteUri) faults.Add($"Twilio:ApiUrl is {options.ApiUrl}, and must be a whole address");
        faults.Within(nameof(options.ApiTimeout), options.ApiTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Check("VoiceNumber", options.VoiceNumber, isWanted: true);
        Check("SmsNumber", options.SmsNumber, isWanted: false);
        Check("FallbackLine", options.FallbackLine, isWanted: false);
        return faults.Result;

        void Check(string setting, string number, bool isWanted)
        {
            if (number.Length == 0)
            {
                if (isWanted) faults.Add($"Twilio:{setting} is empty, and an account needs it");
                return;
            }
            if (PublishableNumber.Refusal(number) is { } why) faults.Add($"Twilio:{setting} is {number}: {why}");
        }
    }

    // What callers say goes to this address. A simulator, which is itself reached without TLS, may play the provider without it.
    private static bool IsReachedByTheProvider(Uri address, Uri api) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && api is { IsAbsoluteUri: true, Scheme: "http" }));
}
