using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace ServiceRouter.Connectors.Twilio.Rest;

/// <summary>
/// Twilio's REST API of 2010-04-01: calls, queues, conferences, messages. Creating a call or a message is never repeated by itself, since
/// a second one would ring or be read twice; everything else is (see <see cref="ApiResilience"/>).
/// </summary>
internal sealed class TwilioApi
{
    private readonly HttpClient http;
    private readonly string account;

    public TwilioApi(HttpClient http, IOptions<TwilioOptions> options)
    {
        this.http = http;
        account = $"2010-04-01/Accounts/{options.Value.AccountSid}";
        // Each try has a limit (ApiResilience), and so has the connection: a cancellation with a time-out in it is that of a connection alone.
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.BaseAddress = options.Value.ApiUrl;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Value.AccountSid}:{options.Value.AuthToken}")));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
    }

    /// <summary>Rings a number.</summary>
    /// <returns>The new call's id.</returns>
    /// <exception cref="TwilioApiException">Twilio refused, in its own words.</exception>
    public async Task<string> StartCallAsync(NewCall call, CancellationToken ct) =>
        Sid(await PostAsync($"{account}/Calls.json", call.Form(), ct));

    /// <summary>Gives a live call another document.</summary>
    public Task MoveCallAsync(string callSid, string url, CancellationToken ct) =>
        PostAsync($"{account}/Calls/{callSid}.json", [new("Url", url), new("Method", "POST")], ct);

    /// <summary>Ends a live call.</summary>
    public Task EndCallAsync(string callSid, CancellationToken ct) =>
        PostAsync($"{account}/Calls/{callSid}.json", [new("Status", "completed")], ct);

    /// <summary>Where a call stands.</summary>
    /// <returns>queued, ringing, in-progress, completed, busy, failed, no-answer or canceled.</returns>
    public async Task<string> StatusOfCallAsync(string callSid, CancellationToken ct)
    {
        using var answer = await http.GetAsync(new Uri($"{account}/Calls/{callSid}.json", UriKind.Relative), ct);
        return (await ReadAsync(answer, ct)).GetProperty("status").GetString()!;
    }

    /// <summary>Puts a participant on hold, with something to hear, or takes it back.</summary>
    public Task HoldAsync(string conferenceSid, string callSid, bool hold, string holdUrl, CancellationToken ct) =>
        PostAsync($"{account}/Conferences/{conferenceSid}/Participants/{callSid}.json",
            hold ? [new("Hold", "true"), new("HoldUrl", holdUrl), new("HoldMethod", "POST")] : [new("Hold", "false")], ct);

    /// <summary>Sends an SMS of at most 1,600 characters. Its fate is told to <paramref name="statusCallback"/>; null: to nobody.</summary>
    /// <returns>The message's id.</returns>
    public async Task<string> SendAsync(string from, string to, string body, string? statusCallback, CancellationToken ct) => Sid(await PostAsync(
        $"{account}/Messages.json", [new("From", from), new("To", to), new("Body", body), .. statusCallback is null ? [] : (KeyValuePair<string, string>[])[new("StatusCallback", statusCallback)]], ct));

    private async Task<JsonElement> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> form, CancellationToken ct)
    {
        using var body = new FormUrlEncodedContent(form);
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body, ct);
        return await ReadAsync(answer, ct);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken ct)
    {
        var text = await answer.Content.ReadAsStringAsync(ct);
        if (!answer.IsSuccessStatusCode) throw TwilioApiException.Of((int)answer.StatusCode, text);
        using var json = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        return json.RootElement.Clone();
    }

    private static string Sid(JsonElement created) => created.GetProperty("sid").GetString()!;
}

/// <summary>A call to be made.</summary>
/// <param name="From">One of our numbers.</param>
/// <param name="To">Whom to ring: a number, or a SIP address.</param>
/// <param name="Url">Document when it is answered.</param>
/// <param name="StatusCallback">Where its fate is told: answered, busy, no answer, failed.</param>
/// <param name="Timeout">How long it rings.</param>
internal sealed record NewCall(string From, string To, string Url, string StatusCallback, TimeSpan Timeout)
{
    public IEnumerable<KeyValuePair<string, string>> Form() =>
    [
        new("From", From), new("To", To), new("Url", Url), new("Method", "POST"),
        new("StatusCallback", StatusCallback), new("StatusCallbackMethod", "POST"), new("StatusCallbackEvent", "completed"),
        new("Timeout", ((int)Timeout.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
