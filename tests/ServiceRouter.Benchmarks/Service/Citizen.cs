using System.Text.RegularExpressions;

namespace ServiceRouter.Benchmarks.Service;

/// <summary>A citizen's browser: opens the page, presses the button, follows where it leads.</summary>
internal sealed partial class Citizen(HttpClient http)
{
    private string cookie = "";
    private string page = "";

    /// <summary>Address of the own request, /demande/RECEIPT, once asked.</summary>
    public string Address { get; private set; } = "";

    public string Receipt => Address["/demande/".Length..];

    /// <summary>Opens the page that has the button "Parler à un conseiller"; what follows is sent from there.</summary>
    public async Task OpenAsync()
    {
        using var answer = await http.GetAsync("/humain");
        answer.EnsureSuccessStatusCode();
        page = await answer.Content.ReadAsStringAsync();
    }

    /// <summary>"Parler à un conseiller".</summary>
    public async Task AskAsync()
    {
        var form = HumanForm().Match(page);
        if (!form.Success) throw new InvalidOperationException("The page has no form to /humain");
        var fields = HiddenField().Matches(form.Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        using var answer = await PostAsync("/humain", fields);
        Address = answer.Headers.Location?.ToString() ?? throw new InvalidOperationException($"Asking was answered {(int)answer.StatusCode} without a way on");
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies)) cookie = string.Join("; ", cookies.Select(c => c.Split(';')[0]));
    }

    /// <summary>What the script of the page does with a message.</summary>
    public async Task SayAsync(string text, string sendId)
    {
        using var answer = await PostAsync(Address, new() { ["texte"] = text, ["envoi"] = sendId, ["vu"] = "0" }, "application/json");
        answer.EnsureSuccessStatusCode();
    }

    public async Task RateAsync()
    {
        using var answer = await PostAsync($"{Address}?handler=Avis", new() { ["note"] = "5", ["resolu"] = "Yes" });
        if ((int)answer.StatusCode != 302) throw new InvalidOperationException($"Rating was answered {(int)answer.StatusCode}");
    }

    private async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> fields, string accept = "text/html")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        // What every present browser adds by itself.
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (cookie.Length > 0) request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return await http.SendAsync(request);
    }

    [GeneratedRegex("""<form[^>]*action="/humain".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex HumanForm();

    [GeneratedRegex("""<input[^>]*type="hidden"[^>]*name="([^"]*)"[^>]*value="([^"]*)"[^>]*/?>""")]
    private static partial Regex HiddenField();
}
