using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels;

/// <summary>The button "Parler à un conseiller": no text, no question, no model (G1, G10).</summary>
public sealed class AskHuman(Transactions transactions)
{
    /// <param name="conversationId">The conversation.</param>
    /// <param name="refusesAssistant">"Je préfère un humain": remembered for the case.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The printed receipt, once the request is durable (G2).</returns>
    public Task<string> RunAsync(Guid conversationId, bool refusesAssistant, CancellationToken ct) =>
        transactions.RunAsync(async (work, token) =>
        {
            var conversation = await work.Db.Conversations.SingleAsync(c => c.Id == conversationId, token);
            if (refusesAssistant && !conversation.RefusesAssistant)
            {
                conversation.RefusesAssistant = true;
                work.Say(conversation, Author.Service, Texts.Say("PrefersHuman", conversation.Language));
            }
            var ask = refusesAssistant ? HumanAsk.ByCitizen with { Reason = "prefere_humain" } : HumanAsk.ByCitizen;
            var handoff = await work.AskForHumanAsync(conversation, ask, token);
            return ReceiptCode.Print(handoff.Receipt);
        }, ct);
}
