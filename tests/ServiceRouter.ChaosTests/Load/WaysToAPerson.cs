using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Ways of asking for a person that need no assistant: buttons, words and the refusal of it, on a page without script, by the page's script, by text message.</summary>
internal sealed partial class WaysToAPerson(Fronts fronts, PhoneNetwork network)
{
    private static readonly string[] Wishes =
        ["je veux parler à un conseiller", "passez-moi une vraie personne", "il y a quelqu'un ?", "Pouvez-vous me passer un agent ?", "rappelez-moi", "je voudrais parler a quelqu'un svp", "CONSEILLER"];

    private static readonly string[] Refusals = ["pas de robot", "je refuse de parler à une machine", "stop le robot", "je veux un humain, pas une machine"];

    /// <summary>In turn, the same for each number.</summary>
    public static Way Of(int number) => (Way)(number % Enum.GetValues<Way>().Length);

    /// <summary>The citizen refuses the assistant by it, which holds for the whole case.</summary>
    public static bool Refuses(Way way) => way is Way.ButtonOfRefusal or Way.RefusalOnThePage or Way.RefusalByScript;

    /// <returns>The receipt as it was shown.</returns>
    /// <exception cref="InvalidOperationException">None was: what came instead.</exception>
    public Task<string> AskAsync(int number) => Of(number) switch
    {
        Way.Button => PressAsync(number, []),
        Way.ButtonOfRefusal => PressAsync(number, new() { ["prefere"] = "oui" }),
        Way.WordsOnThePage => WriteOnPageAsync(number, Words(Wishes, number)),
        Way.RefusalOnThePage => WriteOnPageAsync(number, Words(Refusals, number)),
        Way.WordsByScript => WriteByScriptAsync(number, Words(Wishes, number)),
        Way.RefusalByScript => WriteByScriptAsync(number, Words(Refusals, number)),
        _ => WriteMessageAsync(number, Words(Wishes, number)),
    };

    private static string Words(string[] sentences, int number) => sentences[number / Enum.GetValues<Way>().Length % sentences.Length];

    private async Task<string> PressAsync(int number, Dictionary<string, string> form)
    {
        var asked = await SendAsync(number, Form(number, "/humain", form, "text/html"));
        return asked.Location?.StartsWith("/demande/", StringComparison.Ordinal) == true ? asked.Location["/demande/".Length..] : throw Instead(asked);
    }

    private async Task<string> WriteOnPageAsync(int number, string words)
    {
        var sent = await SendAsync(number, Form(number, "/chat", Said(number, words), "text/html"));
        if (sent.Location is not { } goes) throw Instead(sent);
        var page = new HttpRequestMessage(HttpMethod.Get, goes.Split('#')[0]).From(number);
        page.Headers.TryAddWithoutValidation("Cookie", sent.Cookies);
        var shown = await SendAsync(number, page);
        return Link().Match(shown.Body) is { Success: true } link ? link.Groups[1].Value : throw Instead(shown);
    }

    private async Task<string> WriteByScriptAsync(int number, string words)
    {
        var sent = await SendAsync(number, Form(number, "/chat", Said(number, words), "application/json"));
        using var json = JsonDocument.Parse(sent.Body);
        return json.RootElement.GetProperty("status") is { ValueKind: JsonValueKind.Object } status ? status.GetProperty("receipt").GetString()! : throw Instead(sent);
    }

    private async Task<string> WriteMessageAsync(int number, string words)
    {
        var phone = $"+336399{number:00000}";
        await network.Messages.WritesAsync(phone, PlayedProvider.SmsNumber, words);
        try
        {
            var answer = await network.Messages.ReceivesAsync(phone, "Récépissé");
            return Receipt().Match(answer.Body) is { Success: true } receipt ? receipt.Value : throw new InvalidOperationException($"a text message without a receipt: {answer.Body}");
        }
        catch (NotHeardException e)
        {
            throw new InvalidOperationException(e.Message, e);
        }
    }

    // Nothing is away: whatever is not answered well at once is a breach, and no other node is tried.
    private async Task<Answer> SendAsync(int number, HttpRequestMessage request) =>
        await Fronts.TryAsync(fronts.Node(number), () => request, CancellationToken.None) is not { } answer ? throw new InvalidOperationException("nobody answered")
        : answer.Status is 200 or 302 ? answer
        : throw Instead(answer);

    private static InvalidOperationException Instead(Answer answer) => new($"{answer.Status} without a receipt{(answer.Location is { } goes ? $", to {goes}" : "")}");

    private static Dictionary<string, string> Said(int number, string words) => new() { ["texte"] = words, ["envoi"] = $"way-{number}", ["vu"] = "0" };

    private static HttpRequestMessage Form(int number, string path, Dictionary<string, string> fields, string accept)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) }.From(number);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        return request;
    }

    [GeneratedRegex("href=\"/demande/([2-9A-Z]{4}-[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{4})\"")]
    private static partial Regex Link();

    [GeneratedRegex("[2-9A-Z]{4}-[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{4}")]
    private static partial Regex Receipt();
}

/// <summary>How somebody asks for a person.</summary>
internal enum Way
{
    Button,
    WordsOnThePage,
    ButtonOfRefusal,
    WordsByScript,
    RefusalOnThePage,
    TextMessage,
    RefusalByScript,
}
