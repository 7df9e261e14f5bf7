using System.Net.Mail;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Host.Publisher;

internal sealed class PublisherRules : IValidateOptions<PublisherOptions>
{
    public ValidateOptionsResult Validate(string? name, PublisherOptions options)
    {
        var failures = new List<string>();
        Reached(nameof(options.Contact), options.Contact);
        Reached(nameof(options.DataProtection), options.DataProtection);
        if (options.AccessibilityPlan is { } plan && !IsPage(plan)) failures.Add($"Publisher:AccessibilityPlan is {plan}, and must be a whole address such as https://example.fr/accessibilite");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Reached(string key, string value)
        {
            if (value.Length > 0 && LinkTo(value) is null) failures.Add($"Publisher:{key} is {value}, and must be an e-mail address or the whole address of a page");
        }
    }

    /// <summary>What a link to it holds; null when it is neither an e-mail address nor that of a page.</summary>
    public static string? LinkTo(string reached) =>
        Uri.TryCreate(reached, UriKind.Absolute, out var page) && IsPage(page) ? page.AbsoluteUri
        : MailAddress.TryCreate(reached, out var mail) && mail.Address == reached ? $"mailto:{reached}"
        : null;

    private static bool IsPage(Uri address) => address is { IsAbsoluteUri: true, Scheme: "https" or "http" };
}
