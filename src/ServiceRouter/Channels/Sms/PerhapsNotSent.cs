using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Sms;

/// <summary>
/// Nobody knows whether what was claimed has left: the provider did not say, or the node died while it handed it over. It is not sent again (docs/adr/0025); where the thread has an open request,
/// whoever has it or takes it reads so in the conversation, and can ring or write once more. It is not sent to the citizen (docs/adr/0104).
/// </summary>
internal static class PerhapsNotSent
{
    /// <param name="work">The unit of work.</param>
    /// <param name="conversation">That of the thread.</param>
    /// <param name="claimedUpTo">Number of the last activity that was claimed: said once for each claim.</param>
    /// <param name="ct">Stops waiting.</param>
    public static async Task SayPerhapsNotSentAsync(this Work work, Conversation conversation, int claimedUpTo, CancellationToken ct)
    {
        if (await work.Db.OpenHandoffOfAsync(conversation.Id, ct) is not { } handoff) return;
        var clientId = $"perhaps/{claimedUpTo.ToString(CultureInfo.InvariantCulture)}";
        if (await work.Db.Activities.AnyAsync(a => a.ConversationId == conversation.Id && a.ClientId == clientId, ct)) return;
        work.TellActivity(handoff, work.Say(conversation, Author.Service, Texts.Say("TextPerhapsNotSent", conversation.Language), clientId: clientId, saying: Saying.TextNotDelivered));
    }
}
