using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels;
using ServiceRouter.Conversations;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Host.Pages.Citizens;

/// <summary>Finds the conversation of the browser that asks, or opens one.</summary>
public sealed class OwnConversation(OpenConversation open, StartConversation start, InTime inTime)
{
    /// <summary>Form field with a key made when the page was shown: two clicks open one conversation, not two.</summary>
    public const string KeyField = "cle";

    /// <summary>Null when this browser has none, or one that is no longer kept.</summary>
    public async Task<CitizenConversation?> FindAsync(HttpContext context) =>
        // The one that this very request has opened comes first: its cookie is only on the way.
        (context.Items[typeof(ConversationKey)] as ConversationKey ?? CitizenCookie.Read(context.Request)) is { } key ? await inTime.RunAsync(ct => open.ByKeyAsync(key, ct), context.RequestAborted) : null;

    /// <summary>Opens one and sets the cookie.</summary>
    public async Task<CitizenConversation> StartAsync(HttpContext context, string language)
    {
        var wanted = KeyOf(context.Request);
        var key = await inTime.RunAsync(ct => start.RunAsync(wanted, ChannelName.Web, language, ct), context.RequestAborted);
        CitizenCookie.Write(context, key);
        context.Items[typeof(ConversationKey)] = key;
        return (await inTime.RunAsync(ct => open.ByKeyAsync(key, ct), context.RequestAborted))!;
    }

    /// <summary>Who asks, without looking anything up: the browser's key, or a new one for whoever has none.</summary>
    public static (Asking Asking, ConversationKey Key) Asks(HttpContext context, string language, string? shownReceipt)
    {
        var key = KeyOf(context.Request);
        return (Asking.By(key) with { Channel = ChannelName.Web, Language = language, ShownReceipt = shownReceipt, ArrivedAt = Arrival.Of(context) }, key);
    }

    /// <summary>
    /// The browser keeps the key of this conversation, if it has it, from now on as long as at the first word: what is said or read today is kept as long (docs/adr/0116).
    /// </summary>
    public static void Renew(HttpContext context, Guid conversationId)
    {
        if (CitizenCookie.Read(context.Request) is { } key && key.ConversationId == conversationId) CitizenCookie.Write(context, key);
    }

    /// <summary>Keeps the key in the browser when it opens, or will open, the conversation of the request.</summary>
    public static void Keep(HttpContext context, Asking asking, ConversationKey key, Acceptance accepted)
    {
        // The database has not said yet: the conversation of the page that was shown comes first.
        var opens = accepted.ConversationId is { } conversation ? conversation == key.ConversationId : asking.ShownReceipt is null;
        if (opens) CitizenCookie.Write(context, key);
        else if (asking.ShownReceipt is null) CitizenCookie.Forget(context);
    }

    /// <summary>
    /// The key that the forms of a page are drawn with, the same in each: words sent with one and a wish with another are of one conversation. The one that a form
    /// came with when the page is shown again, so that a second try opens nothing twice.
    /// </summary>
    public static ConversationKey KeyForForm(HttpContext context)
    {
        if (context.Items[typeof(OwnConversation)] is ConversationKey drawn) return drawn;
        var key = KeyOfForm(context.Request);
        context.Items[typeof(OwnConversation)] = key;
        return key;
    }

    // The browser's own key first, also when it opens nothing yet: a request under way will come into the database with it.
    private static ConversationKey KeyOf(HttpRequest request) => CitizenCookie.Read(request) ?? KeyOfForm(request);

    // A key chosen by another site would let that site read the conversation: only a form proved to be ours may bring one.
    private static ConversationKey KeyOfForm(HttpRequest request) =>
        SameOrigin.Of(request) == Origin.Same && ConversationKey.Parse(SentFields.Read(request, KeyField)) is { } key
            ? key
            : ConversationKey.New();
}
