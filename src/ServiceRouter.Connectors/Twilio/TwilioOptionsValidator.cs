using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Connectors.Twilio;

/// <summary>Everything that is wrong with the account's settings, at once.</summary>
internal sealed class TwilioOptionsValidator : IValidateOptions<TwilioOptions>
{
    private const int SidLength = 34;

    public ValidateOptionsResult Validate(string? name, TwilioOptions options)
    {
        if (!options.IsConfigured) return ValidateOptionsResult.Success;
        var failures = new List<string>();
        if (options.AccountSid.Length != SidLength || !options.AccountSid.StartsWith("AC", StringComparison.Ordinal) || !options.AccountSid[2..].All(char.IsAsciiHexDigit))
            failures.Add("Twilio:AccountSid must be AC and 32 hexadecimal digits");
        if (options.AuthToken.Length < 16) failures.Add("Twilio:AuthToken is missing or shorter than 16 characters: without it anybody could send webhooks");
        if (options.PublicUrl is { IsAbsoluteUri: false }) failures.Add($"Twilio:PublicUrl is {options.PublicUrl}, and must be a whole address such as https://accueil.example.fr");
        if (options.Relay && options.PublicUrl is not { IsAbsoluteUri: true, Scheme: "https" or "http" }) failures.Add("Twilio:Relay needs Twilio:PublicUrl: the provider opens a WebSocket there");
        if (!options.ApiUrl.IsAbsoluteUri) failures.Add($"Twilio:ApiUrl is {options.ApiUrl}, and must be a whole address");
        if (options.ApiTimeout < TimeSpan.FromSeconds(1) || options.ApiTimeout > TimeSpan.FromSeconds(10)) failures.Add($"Twilio:ApiTimeout is {options.ApiTimeout}, and must be between 00:00:01 and 00:00:10");
        Check("VoiceNumber", options.VoiceNumber, isWanted: true);
        Check("SmsNumber", options.SmsNumber, isWanted: false);
        Check("FallbackLine", options.FallbackLine, isWanted: false);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string setting, string number, bool isWanted)
        {
            if (number.Length == 0)
            {
                if (isWanted) failures.Add($"Twilio:{setting} is empty, and an account needs it");
                return;
            }
            if (PublishableNumber.Refusal(number) is { } why) failures.Add($"Twilio:{setting} is {number}: {why}");
        }
    }
}
