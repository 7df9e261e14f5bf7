using System.Net;
using ServiceRouter.Conversations;
using ServiceRouter.Exercises;
using ServiceRouter.Host.Pages.Citizens;

namespace ServiceRouter.Host.Exercises;

/// <summary>The pages of another process, over HTTP on this machine.</summary>
internal sealed class NodeWindow(HttpClient http) : ICitizenWindow
{
    private const int MostRedirects = 5;

    public Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct) => FollowAsync(key, HttpMethod.Get, path, null, ct);

    public Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct) =>
        FollowAsync(key, HttpMethod.Post, path, form, ct);

    private async Task<SeenPage> FollowAsync(ConversationKey key, HttpMethod method, string path, IReadOnlyDictionary<string, string>? form, CancellationToken ct)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(method, path.Split('#')[0]);
            request.Headers.TryAddWithoutValidation("Accept", "text/html");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            request.Headers.TryAddWithoutValidation("Cookie", $"{CitizenCookie.NameOver(http.BaseAddress?.Scheme == Uri.UriSchemeHttps)}={key}");
            if (form is not null) request.Content = new FormUrlEncodedContent(form);
            using var response = await http.SendAsync(request, ct);
            if (response.StatusCode is not (HttpStatusCode.Redirect or HttpStatusCode.SeeOther) || redirects == MostRedirects)
                return ReadPage.Of(path, (int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
            (method, path, form) = (HttpMethod.Get, response.Headers.Location!.ToString(), null);
        }
    }
}
