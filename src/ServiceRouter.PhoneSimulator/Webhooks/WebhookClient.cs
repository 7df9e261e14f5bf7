using System.Net;
using System.Security.Cryptography;
using System.Text;
using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.Webhooks;

/// <summary>Sends signed requests with Twilio's limits: 15 s in all, retries as the fragment says, 10 redirects, 64 kB.</summary>
/// <param name="http">Keeps its connections.</param>
/// <param name="afresh">Opens one for each request: whoever tries again must not meet the next of many that the same dead server left.</param>
internal sealed class WebhookClient(HttpMessageInvoker http, HttpMessageInvoker afresh, string authToken, TimeProvider time, WebhookFaults faults, Activity activity)
{
    private const int MostRedirects = 10;
    private const int MostBytes = 64 * 1024;
    private int triesInVain;

    /// <summary>Tries without a usable answer, whether or not another try had one.</summary>
    public int TriesInVain => triesInVain;

    /// <exception cref="WebhookFailure">There is no usable answer.</exception>
    public async Task<WebhookAnswer> SendAsync(WebhookRequest request)
    {
        var rules = UrlOverrides.Of(request.Url);
        using var limit = new CancellationTokenSource(rules.TotalTimeout, time);
        var token = "";
        for (var attempt = 0; ; attempt++)
        {
            string kind;
            WebhookFailure failure;
            try
            {
                var fault = faults.Take(request.Url);
                if (fault?.Kind == FaultKind.Slow)
                    await activity.PauseAsync(time, fault.Delay, limit.Token);
                if (fault?.Kind == FaultKind.Lost)
                    throw new WebhookFailure(11205, "the request was lost on its way", request.Url);
                if (fault?.Kind == FaultKind.Twice)
                    await FollowAsync(request, token, rules, limit.Token);
                var answer = await FollowAsync(request, token, rules, limit.Token);
                if (fault?.Kind == FaultKind.AnswerLost)
                    throw new WebhookFailure(11200, "the answer was lost on its way", request.Url);
                return answer;
            }
            catch (StatusFailure status)
            {
                kind = $"{(int)status.Status / 100}xx";
                failure = new(11200, $"HTTP {(int)status.Status}", request.Url);
            }
            catch (HttpRequestException connection)
            {
                // A connection that was made and then cut is none that could not be made: by itself the provider does not try again.
                kind = connection.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError ? "ct" : "rt";
                failure = new(CodeOf(connection.HttpRequestError), connection.Message, request.Url);
            }
            catch (OperationCanceledException)
            {
                kind = "rt";
                failure = new(11200, "no answer in time", request.Url);
            }
            catch (UriFormatException wrong)
            {
                throw new WebhookFailure(11100, wrong.Message, request.Url);
            }

            Interlocked.Increment(ref triesInVain);
            if (attempt >= rules.Retries || limit.IsCancellationRequested || !rules.Retry(kind))
                throw failure;
            token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        }
    }

    private async Task<WebhookAnswer> FollowAsync(WebhookRequest request, string idempotencyToken, UrlOverrides rules, CancellationToken limit)
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(limit);
        using var readLimit = new CancellationTokenSource(rules.ReadTimeout, time);
        await using var both = readLimit.Token.Register(reading.Cancel);
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var url = request.IsGet ? Parameters.InQuery(request.Url, request.Parameters)
                : request.Json is { } json ? RequestSigner.WithBodyHash(request.Url.Split('#', 2)[0], json)
                : request.Url.Split('#', 2)[0];
            using var message = Message(request, url, idempotencyToken);
            using var response = await (idempotencyToken.Length > 0 ? afresh : http).SendAsync(message, reading.Token);
            KeepCookies(request, message.RequestUri!, response);
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location)
            {
                var next = new Uri(new Uri(url), location).AbsoluteUri;
                request = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                    ? request with { Url = next }
                    : request with { Url = next, Method = "GET", Parameters = [], Json = null };
                continue;
            }

            if (!response.IsSuccessStatusCode)
                throw new StatusFailure(response.StatusCode);
            var body = await BodyAsync(response, request.Url, reading.Token);
            return new(url, response.Content.Headers.ContentType?.MediaType ?? "", body);
        }

        throw new WebhookFailure(11215, $"more than {MostRedirects} redirects", request.Url);
    }

    private HttpRequestMessage Message(WebhookRequest request, string url, string idempotencyToken)
    {
        var message = new HttpRequestMessage(request.IsGet ? HttpMethod.Get : HttpMethod.Post, SignedUrl.Of(url, isVoice: false));
        var isForm = !request.IsGet && request.Json is null;
        if (isForm)
            message.Content = new FormUrlEncodedContent(request.Parameters);
        else if (request.Json is { } json)
            message.Content = new ByteArrayContent(json) { Headers = { ContentType = new("application/json") } };
        message.Headers.TryAddWithoutValidation(RequestSigner.Header,
            RequestSigner.Sign(authToken, SignedUrl.Of(url, request.IsVoice), isForm ? request.Parameters : null));
        message.Headers.TryAddWithoutValidation("User-Agent", "TwilioProxy/1.1");
        message.Headers.TryAddWithoutValidation("Accept", "*/*");
        if (new Uri(url).UserInfo is { Length: > 0 } user)
            message.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(user))));
        if (idempotencyToken.Length > 0)
            message.Headers.TryAddWithoutValidation("I-Twilio-Idempotency-Token", idempotencyToken);
        if (request.Cookies?.GetCookieHeader(message.RequestUri!) is { Length: > 0 } cookies)
            message.Headers.TryAddWithoutValidation("Cookie", cookies);
        return message;
    }

    private static void KeepCookies(WebhookRequest request, Uri url, HttpResponseMessage response)
    {
        if (request.Cookies is null || !response.Headers.TryGetValues("Set-Cookie", out var given))
            return;
        foreach (var cookie in given)
            request.Cookies.SetCookies(url, cookie);
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response, string url, CancellationToken cancel)
    {
        // Read to one byte beyond the limit, so that an endless answer costs no memory.
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[MostBytes + 1];
        var length = 0;
        for (int read; length < buffer.Length && (read = await stream.ReadAsync(buffer.AsMemory(length), cancel)) > 0;)
            length += read;
        return length > MostBytes
            ? throw new WebhookFailure(11750, "the answer is larger than 64 kB", url)
            : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static int CodeOf(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => 11210,
        HttpRequestError.SecureConnectionError => 11220,
        HttpRequestError.ConnectionError => 11205,
        _ => 11206,
    };

    private sealed class StatusFailure(HttpStatusCode status) : Exception
    {
        public HttpStatusCode Status => status;
    }
}
