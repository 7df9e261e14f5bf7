using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// A citizen with a browser without JavaScript who wants a human: opens the page, presses the button until a receipt is shown (the same form
/// each time, as a browser sends it again), looks at the request's own page, writes messages, each until it is received.
/// </summary>
internal sealed partial class Citizen(int number, int messages, Fronts fronts, Witness witness, CitizenScreens? screens = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private string cookies = "";

    public async Task LiveAsync(long due, CancellationToken ct)
    {
        var page = await fronts.SendAsync(number, () => Get("/humain"), Patience, ct);
        if (page is null || !HumanForm().IsMatch(page.Body))
        {
            witness.GaveUp(number, page is null ? "the page of the button did not come" : $"the page of the button was {page.Status} without its form");
            return;
        }
        var form = HiddenField().Matches(HumanForm().Match(page.Body).Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var asked = await fronts.SendAsync(number, () => Post("/humain", form, "text/html"), Patience, ct);
        if (asked?.Location is not { } address || !address.StartsWith("/demande/", StringComparison.Ordinal))
        {
            witness.GaveUp(number, asked is null ? "nobody answered the button" : $"the button was answered {asked.Status} without a receipt");
            return;
        }
        var receipt = address["/demande/".Length..];
        witness.Promised(number, receipt, due, asked.Tries);
        witness.PromisedBy[receipt] = new Promise(asked.Node, asked.SentAt, Stopwatch.GetTimestamp());
        cookies = asked.Cookies;
        screens?.Open(number, receipt);

        // A node that cannot look now says 503, and that the receipt is ours: true, and all that can be said.
        var shown = await fronts.SendAsync(number, () => Get(address), Patience, ct, answer => Shows(answer, receipt));
        if (shown is not { Status: 200 or 503 } || !Shows(shown, receipt))
            witness.DidNotResolve(receipt, shown is null ? "nobody answered" : $"{shown.Status}");

        for (var place = 1; place <= messages; place++)
        {
            var sendId = $"citizen-{number}-{place}";
            var words = new Dictionary<string, string> { ["texte"] = $"Bonjour, voici mon message {place}.", ["envoi"] = sendId, ["vu"] = "0" };
            var said = await fronts.SendAsync(number + place, () => Post(address, words, "application/json"), Patience, ct);
            if (said is { Status: 200 })
                witness.Heard(receipt, sendId);
        }
    }

    private static bool Shows(Answer answer, string receipt) => answer.Body.Contains(receipt, StringComparison.Ordinal);

    private HttpRequestMessage Get(string path) => WithBrowser(new HttpRequestMessage(HttpMethod.Get, path), "text/html");

    private HttpRequestMessage Post(string path, Dictionary<string, string> form, string accept) =>
        WithBrowser(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) }, accept);

    private HttpRequestMessage WithBrowser(HttpRequestMessage request, string accept)
    {
        // What every present browser adds by itself.
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.From(number);
        if (cookies.Length > 0)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        return request;
    }

    [GeneratedRegex("""<form[^>]*action="/humain".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex HumanForm();

    [GeneratedRegex("""<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"[^>]*/?>""")]
    private static partial Regex HiddenField();
}
