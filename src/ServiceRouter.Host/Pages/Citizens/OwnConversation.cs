using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Host.SignIn;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Finds the conversation of the browser that asks, or opens one.</summary>
public sealed class OwnConversation(OpenConversation open, StartConversation start)
{
    /// <summary>Form field with a key made when the page was shown: two clicks open one conversation, not two.</summary>
    public const string KeyField = "cle";

    /// <summary>Null when this browser has none, or one that is no longer kept.</summary>
    public async Task<CitizenConversation?> FindAsync(HttpContext context) =>
        // The one that this very request has opened comes first: its cookie is only on the way.
        (context.Items[typeof(ConversationKey)] as ConversationKey ?? CitizenCookie.Read(context.Request)) is { } key ? await open.ByKeyAsync(key, context.RequestAborted) : null;

    /// <summary>Opens one and sets the cookie.</summary>
    public async Task<CitizenConversation> StartAsync(HttpContext context, string language, Opening opening)
    {
        var key = await start.RunAsync(KeyOfForm(context.Request), ChannelName.Web, language, opening, context.RequestAborted);
        CitizenCookie.Write(context, key);
        context.Items[typeof(ConversationKey)] = key;
        return (await open.ByKeyAsync(key, context.RequestAborted))!;
    }

    // A key chosen by another site would let that site read the conversation: only a form proved to be ours may bring one.
    private static ConversationKey KeyOfForm(HttpRequest request) =>
        SameOrigin.Of(request) == Origin.Same && request.HasFormContentType && ConversationKey.Parse(request.Form[KeyField]) is { } key
            ? key
            : ConversationKey.New();
}
