using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;

namespace ServiceRouter.Host.SignIn;

/// <summary>
/// The sign-ins whose answer from the provider has been taken up: the same answer brought again is refused here, without a word to the provider. The
/// framework's own check is a cookie, which whoever brings it may keep. Of one node and in memory: another node lets it through once more, and the provider refuses the code.
/// </summary>
internal sealed class SpentSignIns(TimeProvider clock)
{
    /// <summary>How long a person may take at the provider; the life of the framework's cookie.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const string BegunAt = "sr.sign-in-begun-at";
    private readonly ConcurrentDictionary<string, DateTimeOffset> spent = new();

    public void Begin(AuthenticationProperties properties) =>
        properties.Items[BegunAt] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    /// <param name="properties">Of the sign-in, from its sealed state.</param>
    /// <param name="secret">What no other sign-in has.</param>
    /// <returns>True the first time, and only as long as the sign-in is remembered.</returns>
    public bool TakeUp(AuthenticationProperties? properties, string? secret)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, until) in spent)
            if (until < now) spent.TryRemove(old, out _);
        return secret is { Length: > 0 }
            && properties?.Items.Remove(BegunAt, out var text) == true
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var begun)
            && now <= begun + Longest
            && spent.TryAdd(secret, begun + Longest);
    }
}
