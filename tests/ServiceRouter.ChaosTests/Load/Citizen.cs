using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// A citizen who wants a human. Most have a browser without JavaScript: open the page and press the button until a receipt is shown (the same form
/// each time, as a browser sends it again). Others tell the assistant, and their page's script reads the receipt in JSON. All look at the request's own
/// page and write messages, each until it is received.
/// </summary>
internal sealed partial class Citizen(int number, int messages, Fronts fronts, Witness witness, CitizenScreens? screens = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private const string Wish = "Je voudrais parler à quelqu'un";
    // Beside the field for a receipt.
    private const string ExampleOnPages = "K7PR-2XW-9AD-FM4H";
    private string cookies = "";

    // One in four; the others press.
    private static bool Writes(int number) => number % 4 == 3;

    public async Task LiveAsync(long due, CancellationToken ct)
    {
        if (await (Writes(number) ? WriteAsync(ct) : PressAsync(ct)) is not { } promised) return;
        var (asked, address) = promised;
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
            else if (said is not null)
                witness.NotHeard(receipt, sendId, said);
        }
    }

    /// <summary>The answer that had the receipt.</summary>
    /// <param name="Answer">As it came.</param>
    /// <param name="Address">Of the request's page.</param>
    private sealed record Asked(Answer Answer, string Address);

    /// <summary>The button of the page without script.</summary>
    /// <returns>Null when no receipt came, which is witnessed.</returns>
    private async Task<Asked?> PressAsync(CancellationToken ct)
    {
        if (await FieldsAsync("/humain", "cle", ct) is not { } form) return null;
        var asked = await fronts.SendAsync(number, () => Post("/humain", form, "text/html"), Patience, ct, PromisesNothing);
        if (asked?.Location is { } address && address.StartsWith("/demande/", StringComparison.Ordinal)) return new Asked(asked, address);
        witness.GaveUp(number, asked is null ? "nobody answered the button" : $"the button was answered {asked.Status} without a receipt");
        return null;
    }

    /// <summary>Words to the assistant, sent by the page's script: the receipt is in the JSON, or it tells where to go.</summary>
    /// <returns>Null when no receipt came, which is witnessed.</returns>
    private async Task<Asked?> WriteAsync(CancellationToken ct)
    {
        if (await FieldsAsync("/chat", "texte", ct) is not { } form) return null;
        form["texte"] = Wish;
        form["vu"] = "0";
        var answer = await fronts.SendAsync(number, () => Post("/chat", form, "application/json"), Patience, ct, PromisesNothing);
        if (answer is { Status: 200 } && ReceiptIn(answer) is { } asked) return asked;
        witness.GaveUp(number, answer is null ? "nobody answered the words" : $"the words were answered {answer.Status} without a receipt");
        return null;
    }

    /// <summary>Whoever is told that the service has failed holds no receipt: one that is shown all the same would be promised, and sought by nobody.</summary>
    /// <returns>False: what failed is sent again.</returns>
    private bool PromisesNothing(Answer failed)
    {
        if (failed.Location is { } address && address.StartsWith("/demande/", StringComparison.Ordinal)) witness.DidNotResolve(address, $"shown by an answer of {failed.Status}");
        foreach (var receipt in AnyReceipt().Matches(failed.Body).Select(found => found.Value).Where(found => found != ExampleOnPages)) witness.DidNotResolve(receipt, $"shown by an answer of {failed.Status}");
        return false;
    }

    private static Asked? ReceiptIn(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        if (json.RootElement.GetProperty("goes").GetString() is { } goes) return new Asked(answer, goes);
        return json.RootElement.GetProperty("status") is { ValueKind: JsonValueKind.Object } status ? new Asked(answer, $"/demande/{status.GetProperty("receipt").GetString()}") : null;
    }

    /// <summary>The hidden fields of the page's form: sent again, they are the same press or the same words.</summary>
    /// <param name="path">Of the page, and where its form leads.</param>
    /// <param name="field">That the form has: a page has others that lead there.</param>
    /// <param name="ct">Gives up at once.</param>
    private async Task<Dictionary<string, string>?> FieldsAsync(string path, string field, CancellationToken ct)
    {
        // The page of the assistant has its form also while the database is away, and says 503 then.
        var page = await fronts.SendAsync(number, () => Get(path), Patience, ct, answer => FormTo(path, field, answer).Success);
        if (page is not null && FormTo(path, field, page) is { Success: true } form)
            return HiddenField().Matches(form.Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        witness.GaveUp(number, page is null ? $"the page {path} did not come" : $"the page {path} was {page.Status} without its form");
        return null;
    }

    private static Match FormTo(string path, string field, Answer page) =>
        AnyForm().Matches(page.Body).FirstOrDefault(form => form.Groups[1].Value == path && form.Value.Contains($"name=\"{field}\"", StringComparison.Ordinal)) ?? Match.Empty;

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

    [GeneratedRegex("""<form[^>]*action="([^"]*)".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex AnyForm();

    [GeneratedRegex(@"\b[2-9A-Z]{4}-[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{4}\b")]
    private static partial Regex AnyReceipt();

    [GeneratedRegex("""<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"[^>]*/?>""")]
    private static partial Regex HiddenField();
}
