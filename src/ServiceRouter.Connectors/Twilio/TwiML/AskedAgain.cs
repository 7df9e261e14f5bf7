using System.Diagnostics.CodeAnalysis;

namespace ServiceRouter.Connectors.Twilio.TwiML;

/// <summary>
/// How the provider asks an address of ours again when it gets no answer. Left to itself it tries once more, and only when no connection was made:
/// a node that dies while it answers would cost the caller the call. Each webhook may come twice without effect, so all are asked again.
/// Source: "Connection overrides" of the provider's webhook guide; the fragment is neither sent nor signed.
/// </summary>
internal static class AskedAgain
{
    /// <summary>Two more tries of at most 4.5 s each, within the 15 s that the provider has for one answer: no connection, no answer, 5xx.</summary>
    public const string Rules = "#rc=2&rt=4500&rp=ct,rt,5xx";

    /// <summary>The address with the rules behind it; none, or an empty one, stays what it is.</summary>
    [return: NotNullIfNotNull(nameof(address))]
    public static string? At(string? address) => string.IsNullOrEmpty(address) ? address : address + Rules;
}
