using ServiceRouter.Conversations;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>"Pas de robot", by a button or in words, on any channel: remembered for the case, and said once (G7).</summary>
internal static class RefuseAssistant
{
    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">Whose assistant is silent from here on.</param>
    /// <param name="says">False beside a counsellor, who has the word.</param>
    public static void RememberRefusal(this Work work, Conversation conversation, bool says = true)
    {
        if (conversation.RefusesAssistant) return;
        conversation.RefusesAssistant = true;
        if (says) work.Say(conversation, Author.Service, Texts.SayOn(conversation.Channel, "PrefersHuman", conversation.Language));
        else conversation.Touch();
    }
}
