using ServiceRouter.Conversations;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>The key of the conversation in the citizen's browser: set when the citizen starts, never before.</summary>
internal static class CitizenCookie
{
    public const string Name = "sr-conversation";

    // As long as words are kept where nothing else is set (Jobs:WordsKept).
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static bool IsPresent(HttpRequest request) => request.Cookies.ContainsKey(Name);

    public static ConversationKey? Read(HttpRequest request) => ConversationKey.Parse(request.Cookies[Name]);

    /// <summary>A key that opens nothing: the next act makes a new one.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(Name);

    public static void Write(HttpContext context, ConversationKey key) =>
        context.Response.Cookies.Append(Name, key.ToString(), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = Lifetime,
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
}
