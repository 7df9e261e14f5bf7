using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Limits;

/// <summary>
/// What is said to whoever asks for too much: 429, when to come back, and the way to a human, which is not limited. It is one text, written once:
/// a flood must not make us draw pages.
/// </summary>
internal static class RefusedForNow
{
    private const string Words = "Trop d'envois arrivent de votre connexion en ce moment. Ce n'est peut-être pas vous : plusieurs personnes peuvent la partager. Attendez quelques secondes et recommencez. Vous pouvez demander un conseiller sans attendre.";
    private const int MostGivenBack = 64 * 1024;

    /// <summary>What makes a form of ours, and a sending that counts once.</summary>
    private static readonly string[] Carried = ["envoi", OwnConversation.KeyField, "__RequestVerificationToken"];
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(5);
    private static readonly Meter Meter = new(Measures.MeterName);
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>("sr.limits.refused", description: "Requests answered 429, by what they cost");

    public static async Task WriteAsync(HttpContext context, RateLimitLease refusal, CancellationToken ct)
    {
        Refused.Add(1, new KeyValuePair<string, object?>("cost", RequestLimits.CostOf(context)?.ToString()));
        var response = context.Response;
        var wait = refusal.TryGetMetadata(MetadataName.RetryAfter, out var known) && known > TimeSpan.Zero ? known : ComeBack;
        response.StatusCode = StatusCodes.Status429TooManyRequests;
        response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsPost(context.Request.Method) && Accepts(context, "application/json"))
            await response.WriteAsJsonAsync(new SentAnswer([], null, Board.NewSendId(), FrenchSpaces.Keep(Words)), ct);
        else if (Accepts(context, "text/html"))
            await WritePageAsync(response, await GivenBackAsync(context, ct), ct);
        else
            await Problems.WriteAsync(context, StatusCodes.Status429TooManyRequests, "too-many-requests", $"{Words} /humain, tel:3939");
    }

    private static bool Accepts(HttpContext context, string type) => context.Request.Headers.Accept.ToString().Contains(type, StringComparison.OrdinalIgnoreCase);

    private static Task WritePageAsync(HttpResponse response, string givenBack, CancellationToken ct)
    {
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync($"{Beginning}{givenBack}{End}", ct);
    }

    /// <summary>The words that were refused, in a form that sends them again with the same id; empty where there are none that can be read. Going back would show an empty field.</summary>
    private static async Task<string> GivenBackAsync(HttpContext context, CancellationToken ct)
    {
        // Another site's form would come back as ours, with a key or words of its choice.
        if (SameOrigin.Of(context.Request) != Origin.Same) return "";
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request is not { HasFormContentType: true, ContentLength: <= MostGivenBack }) return "";
        try
        {
            var form = await context.Request.ReadFormAsync(ct);
            if (string.IsNullOrWhiteSpace(form["texte"])) return "";
            var hidden = Carried.Where(form.ContainsKey).Select(name => $"""<input type="hidden" name="{name}" value="{Written(form[name])}">""");
            return $"""
                  <form class="write" method="post" action="{Written(context.Request.Path.ToUriComponent())}">
                    {string.Concat(hidden)}
                    <label for="texte">Votre message n'est pas parti. Il est gardé ici{'\u00a0'}:</label>
                    <textarea id="texte" name="texte" rows="3">
                {Written(form["texte"])}</textarea>
                    <button type="submit">Envoyer de nouveau</button>
                  </form>

                """;
        }
        catch (Exception e) when (UnreadableForm.StatusOfReading(e) is not null)
        {
            return "";
        }
    }

    private static string Written(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    // The button works without a token from this site's own page; the link leads to the one with the token, for browsers that do not say where a form comes from.
    private static readonly string Beginning = $"""
        <!DOCTYPE html>
        <html lang="fr">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Trop d'envois pour l'instant - France services en ligne</title>
          <link rel="stylesheet" href="/css/site.css">
        </head>
        <body>
        <main id="contenu" class="inner">
          <h1>Trop d'envois pour l'instant</h1>
          <p>{FrenchSpaces.Keep(Words)}</p>

        """;

    private static readonly string End = $"""
          <form class="human" method="post" action="/humain"><button type="submit" class="primary">Parler à un conseiller</button></form>
          <p><a href="/humain">Si le bouton ne répond pas</a></p>
          <h2>Joindre une personne</h2>
          <ul>
            <li>En cas de danger, à toute heure{'\u00a0'}: <a href="tel:112">112</a>, ou par SMS au <a href="sms:114">114</a></li>
            <li>Allô Service Public{'\u00a0'}: <a href="tel:3939">39{'\u00a0'}39</a> (service gratuit, à certaines heures)</li>
          </ul>
          <p><a href="/demande">Suivre ma demande</a></p>
        </main>
        </body>
        </html>
        """;
}
