using System.Globalization;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>
/// When the button of a page was shown, as a field of its form. A browser sends it again as it was, so a press whose answer was lost is known
/// from a new wish (docs/adr/0030). Whoever changes it changes only how their own second press is taken.
/// </summary>
internal static class ShownAt
{
    public const string Field = "montre";

    /// <summary>Milliseconds since 1970.</summary>
    public static string Now(TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Null for anything that is no time of this century: the request is made all the same.</summary>
    public static DateTimeOffset? Of(HttpRequest request) =>
        long.TryParse(SentFields.Read(request, Field), NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < Latest ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private const long Latest = 4_102_444_800_000; // 2100
}
