using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceRouter.ChaosTests.Load;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.PhoneSimulator.Webhooks;
using ServiceRouter.Steering;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>Puts personal data into every input that the service has, where it belongs and where it does not.</summary>
internal sealed partial class PlantCanaries(Fronts fronts, Canaries canaries, PlayedProvider provider)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<int> carried = [];
    private int number;

    /// <summary>Numbers of those who were given a receipt for a call-back while the database was away: in each way to write them.</summary>
    public IReadOnlyList<string[]> Carried => [.. carried.Select(Canaries.WaysToWrite)];

    /// <summary>What was said in messages that failed for good, and that no node of ours wrote: nothing in them is sealed.</summary>
    public HashSet<string> Failed { get; } = [];

    /// <summary>Of the last request with words, notes and a rating.</summary>
    public string Receipt { get; private set; } = "";

    public async Task EverywhereAsync()
    {
        var counsellor = await DemoToken.OfAsync(fronts, "conseiller1");
        for (var round = 0; round < canaries.Count; round++) await OneOfEachAsync(counsellor);
        await DeskAsync(counsellor, HttpMethod.Put, "presence", new { status = "offline", capacity = 3 });
    }

    /// <summary>Citizens write, look for requests and places, and ask to be called back, on pages, by text message and by telephone, whatever comes of it: the database is away.</summary>
    public async Task WithoutDatabaseAsync(int rounds)
    {
        for (var end = number + rounds; number < end; number++)
        {
            await TryAsync(Form("/chat", ("texte", $"Je suis {canaries.Words("lost", number)}, {canaries.Phone(number)}"), ("envoi", canaries.Words("sending", number))));
            await TryAsync(Get($"/demande/{canaries.Words("receipt", number)}?mot={canaries.Words("query", number)}"));
            await TryAsync(Get($"/espaces?lieu={canaries.Words("place", number)}"));
            if (await CallBackAsync(number) is { Location: { } goes } && goes.StartsWith("/demande/", StringComparison.Ordinal)) carried.Add(CallBacks + number);
            var (caller, writer) = (canaries.Caller(Callers + number), canaries.Caller(Writers + number));
            var said = await TryAsync(Webhook("/twilio/sms", ("MessageSid", $"SM{number:x32}"), ("From", writer), ("Body", $"je veux parler à un conseiller, {canaries.Words("lostsms", number)}")));
            if (said?.Body.Contains("cépissé", StringComparison.Ordinal) == true) carried.Add(Writers + number);
            await TryAsync(Webhook("/twilio/sms", ("MessageSid", $"SM{number:x31}2"), ("From", writer), ("Body", canaries.Words("lostmessage", number))));
            // Called back only outside of the hours, so that nobody is promised it.
            await TryAsync(Webhook("/twilio/voice/turn/1", ("CallSid", $"CA{number:x32}"), ("From", caller), ("SpeechResult", $"je veux parler à un conseiller, {canaries.Words("lostcaller", number)}"), ("Confidence", "0.9")));
        }
    }

    /// <summary>Two messages that no consumer can take: one that asks for a call-back, and one of no contract of ours.</summary>
    /// <returns>Their ids.</returns>
    public async Task<IReadOnlyList<Guid>> FailAsync(Service service)
    {
        var (asking, words) = (canaries.Caller(Failures), canaries.Words(Canaries.FailedWords["Zq".Length..], number));
        Failed.UnionWith([.. Canaries.WaysToWrite(Failures), words]);
        return [(await BadMessages.AskAsync(service, asking)).Id, await BadMessages.PublishUnknownAsync(service, words)];
    }

    // Beginnings of the numbers of each kind of people.
    private const int CallBacks = 50_000;
    private const int Callers = 60_000;
    private const int Writers = 70_000;
    private const int Failures = 80_000;

    /// <summary>What is published or handed to auditors and managers.</summary>
    /// <param name="breaches">Are told of what could not be had: an answer that is a refusal, or empty, holds no personal data for that reason.</param>
    public async Task<IReadOnlyList<(string Name, string Text)>> ExportsAsync(List<string> breaches)
    {
        var manager = await DemoToken.OfAsync(fronts, "responsable1");
        var now = TimeProvider.System.GetUtcNow();
        var (from, to) = (now.AddDays(-1), now.AddDays(1));
        var exports = new List<(string, string)>();
        foreach (var (name, path) in (IEnumerable<(string, string)>)
            [("registre.json", "/registre.json"), ("ancrages.csv", "/registre/ancrages.csv"), ("month.csv", $"/registre/{FrenchDay.Of(now):yyyy-MM}.csv"), ("figures.json", "/api/steering/figures?period=day"),
             ("figures.csv", "/api/steering/figures.csv?period=day"), ("now.json", "/api/steering/now"), ("access.json", "/api/steering/access"), ("access.csv", "/api/steering/access.csv"), ("looks", "/api/steering/looks"), ("export of one request", $"/api/steering/log?receipt={Receipt}"), ("export of days", $"/api/steering/log?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}")])
        {
            var answer = await fronts.SendAsync(0, () => Signed(new HttpRequestMessage(HttpMethod.Get, path), manager), Patience, CancellationToken.None);
            if (answer is not { Status: 200, Body.Length: > 0 }) breaches.Add($"{name}: nothing was searched, it was answered {answer?.Status}");
            exports.Add((name, answer?.Body ?? ""));
        }
        return exports;
    }

    private async Task OneOfEachAsync(string counsellor)
    {
        var n = number++;
        // As they should be: a call-back, words, a counsellor's answer and notes, a rating.
        var asked = await fronts.SendAsync(n, () => Form("/humain"), Patience, CancellationToken.None);
        if (asked?.Location is not { } request) return;
        var receipt = Receipt = request["/demande/".Length..];
        await TryAsync(Form(request, ("texte", $"Bonjour, {canaries.Words("citizen", n)}, je suis au {canaries.Phone(n)}"), ("envoi", canaries.Words("sendid", n))));
        await TryAsync(Form(request + "?handler=Lieu", ("code", canaries.Words("postcode", n))));
        await TryAsync(Form(request + "?handler=Besoin", ("besoin", canaries.Words("need", n))));
        // Said for each: a round may take longer than the lease of a counsellor without an event stream.
        await ComeAsync(counsellor);
        await TakeAsync(counsellor, receipt);
        await DeskAsync(counsellor, HttpMethod.Post, $"handoffs/{receipt}/messages", new { text = $"Bonjour {canaries.Words("counsellor", n)}", draftId = canaries.Words("draft", n) });
        await DeskAsync(counsellor, HttpMethod.Post, $"handoffs/{receipt}/notes", new { text = $"Dossier de {canaries.Words("note", n)}" });
        await DeskAsync(counsellor, HttpMethod.Post, $"handoffs/{receipt}/close", new { outcome = "served", code = "information", note = canaries.Words("noteend", n) });
        await TryAsync(Form(request + "?handler=Avis", ("note", "4"), ("resolu", "Yes"), ("mots", canaries.Words("rating", n))));
        await TryAsync(Form("/chat", ("texte", $"Comment faire pour {canaries.Words("chat", n)} ?")));
        await CallBackAsync(n);
        await TalkAsync(n);

        // As they should not be.
        await TryAsync(Form("/appel", ("numero", canaries.Words("number", n)), ("jour", canaries.Words("day", n)), ("heure", canaries.Words("hour", n))));
        await TryAsync(Form("/demande", ("recepisse", canaries.Words("typed", n))));
        await TryAsync(Form("/chat", ("choix", canaries.Words("choice", n)), ("vu", canaries.Words("seen", n)), ("cle", canaries.Words("key", n))));
        await TryAsync(Get($"/demande/{canaries.Words("path", n)}"));
        await TryAsync(Get($"/{canaries.Words("nowhere", n)}?q={canaries.Words("query", n)}"));
        await TryAsync(Get($"/espaces?lieu={canaries.Words("place", n)}"));
        await TryAsync(Get($"/demande/{receipt}/direct", ("Last-Event-ID", canaries.Words("lastevent", n))), TimeSpan.FromMilliseconds(300));
        await TryAsync(Get("/chat", ("User-Agent", canaries.Words("agent", n)), ("Referer", $"https://elsewhere.example/{canaries.Words("referer", n)}"), ("Cookie", $"sr-conversation={canaries.Words("cookie", n)}; .AspNetCore.Session={canaries.Words("session", n)}"),
            ("X-Forwarded-Host", canaries.Words("host", n)), ("Accept-Language", canaries.Words("language", n)), ("Traceparent", canaries.Words("trace", n)), ("Baggage", $"name={canaries.Words("baggage", n)}")));
        foreach (var path in (string[])[$"handoffs/{receipt}/messages", $"handoffs/{canaries.Words("deskpath", n)}/notes", "presence"])
        {
            await DeskAsync(counsellor, path == "presence" ? HttpMethod.Put : HttpMethod.Post, path, Json($"{{\"text\":\"{canaries.Words("broken", n)}\",,"));
            await DeskAsync(counsellor, path == "presence" ? HttpMethod.Put : HttpMethod.Post, path, Json($"{{\"text\":{{\"{canaries.Words("wrong", n)}\":1}},\"status\":\"{canaries.Words("status", n)}\"}}"));
        }
        await TryAsync(new HttpRequestMessage(HttpMethod.Post, "/demo/token") { Content = JsonContent.Create(new { user = canaries.Words("user", n) }) });
        await TryAsync(Signed(new HttpRequestMessage(HttpMethod.Get, $"/api/desk/handoffs?state={canaries.Words("state", n)}"), canaries.Words("token", n)));
    }

    private async Task ComeAsync(string counsellor)
    {
        var answer = await fronts.SendAsync(0, () => Signed(new HttpRequestMessage(HttpMethod.Put, "/api/desk/presence") { Content = JsonContent.Create(new { status = "available", capacity = 10 }) }, counsellor), Patience, CancellationToken.None);
        if (answer is not { Status: 200 or 204 }) throw new InvalidOperationException($"The counsellor could not come: {answer?.Status} {answer?.Body}");
    }

    private async Task<Answer?> CallBackAsync(int n)
    {
        var page = await fronts.SendAsync(n, () => Get("/appel"), Patience, CancellationToken.None);
        var choices = Option().Matches(page?.Body ?? "").Select(m => m.Groups[1].Value).ToList();
        return choices.LastOrDefault(c => c.Contains('-', StringComparison.Ordinal)) is { } day && choices.LastOrDefault(c => c.Contains(':', StringComparison.Ordinal)) is { } time
            ? await TryAsync(Form("/appel", ("numero", canaries.Phone(CallBacks + n)), ("jour", day), ("heure", time)))
            : null;
    }

    /// <summary>Somebody calls and is understood once and not quite once, somebody writes a text message; and both again, sent by whoever has not the provider's signature.</summary>
    private async Task TalkAsync(int n)
    {
        var (call, caller, writer) = (("CallSid", $"CA{n:x32}"), ("From", canaries.Caller(Callers + n)), ("From", canaries.Caller(Writers + n)));
        await TryAsync(Webhook("/twilio/voice/incoming", call, caller));
        await TryAsync(Webhook("/twilio/voice/turn/1", call, caller, ("SpeechResult", $"Bonjour, {canaries.Words("caller", n)}"), ("Confidence", "0.9")));
        await TryAsync(Webhook("/twilio/voice/turn/2", call, caller, ("SpeechResult", $"C'est {canaries.Words("unsure", n)}"), ("Confidence", "0.1")));
        await TryAsync(Webhook("/twilio/voice/status", call, caller, ("CallStatus", "completed")));
        await TryAsync(Webhook("/twilio/sms", ("MessageSid", $"SM{n:x32}"), writer, ("Body", $"Bonjour, {canaries.Words("sms", n)}")));
        await TryAsync(Webhook("/twilio/voice/incoming", ("CallSid", canaries.Words("call id ", n)), caller));
        await TryAsync(Form("/twilio/sms", ("MessageSid", $"SM{n:x31}1"), writer, ("Body", canaries.Words("forged", n))));
    }

    // Offers come by themselves: the desk looks until this request is offered, and takes it.
    private async Task TakeAsync(string counsellor, string receipt)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(TimeSpan.FromMilliseconds(100)))
        {
            var seen = await fronts.SendAsync(0, () => Signed(new HttpRequestMessage(HttpMethod.Get, "/api/desk/offers"), counsellor), Patience, CancellationToken.None);
            if (seen is not { Status: 200 }) continue;
            using var json = JsonDocument.Parse(seen.Body);
            foreach (var offer in json.RootElement.EnumerateArray())
            {
                var offered = offer.GetProperty("receipt").GetString()!;
                await DeskAsync(counsellor, HttpMethod.Post, $"offers/{offer.GetProperty("id").GetGuid()}/accept", new { });
                if (offered == receipt) return;
                // Of the telephone and of text messages: they are older, and enough of them would fill the counsellor's places.
                await DeskAsync(counsellor, HttpMethod.Post, $"handoffs/{offered}/close", new { outcome = "served", code = "information" });
            }
        }
    }

    private Task<Answer?> DeskAsync(string token, HttpMethod method, string path, object body) =>
        TryAsync(Signed(new HttpRequestMessage(method, $"/api/desk/{path}") { Content = body as HttpContent ?? JsonContent.Create(body) }, token));

    private async Task<Answer?> TryAsync(HttpRequestMessage request, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? Patience);
        return await Fronts.TryAsync(fronts.Node(number), () => request, limit.Token);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static HttpRequestMessage Signed(HttpRequestMessage request, string token)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private HttpRequestMessage Get(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path).From(number);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private HttpRequestMessage Form(string path, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) }.From(number);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return request;
    }

    private HttpRequestMessage Webhook(string target, params (string Name, string Value)[] fields)
    {
        var request = Form(target, fields);
        request.Headers.TryAddWithoutValidation(RequestSigner.Header, provider.Sign(target, fields.Select(f => KeyValuePair.Create(f.Name, f.Value))));
        return request;
    }

    [GeneratedRegex("<option[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Option();
}
