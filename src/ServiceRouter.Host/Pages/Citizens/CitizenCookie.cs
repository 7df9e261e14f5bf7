using ServiceRouter.Conversations;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>The key of the conversation in the citizen's browser: set when the citizen starts, never before, and gone when the device is told to forget (docs/adr/0088).</summary>
internal static class CitizenCookie
{
    private const string PlainName = "sr-conversation";

    // As long as words are kept where nothing else is set (Jobs:WordsKept), and anew with each page of the conversation: one with a date beyond that is not lost before it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>
    /// Browsers take a <c>__Host-</c> name from this very host alone, and only over https: a neighbouring host could otherwise plant a key that it knows, and read
    /// the conversation that begins with it. Over http, a demo on the local machine, there is no such name.
    /// </summary>
    public static string NameOver(bool isHttps) => isHttps ? "__Host-" + PlainName : PlainName;

    public static bool IsPresent(HttpRequest request) => request.Cookies.ContainsKey(NameOver(request.IsHttps));

    public static ConversationKey? Read(HttpRequest request) => ConversationKey.Parse(request.Cookies[NameOver(request.IsHttps)]);

    /// <summary>The next act on this device begins a conversation of its own.</summary>
    public static void Forget(HttpContext context) => context.Response.Cookies.Delete(NameOver(context.Request.IsHttps), Options(context));

    public static void Write(HttpContext context, ConversationKey key) =>
        context.Response.Cookies.Append(NameOver(context.Request.IsHttps), key.ToString(), Options(context, Lifetime));

    private static CookieOptions Options(HttpContext context, TimeSpan? lifetime = null) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = lifetime,
        Path = "/",
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    };
}
