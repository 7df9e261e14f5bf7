using Microsoft.EntityFrameworkCore;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Channels.Phone;

/// <summary>A caller who waits, and the request that is waited for: the newest of the conversation.</summary>
/// <param name="Call">The call.</param>
/// <param name="Handoff">The request.</param>
/// <param name="Territory">Of the citizen, on whose clock moments are told; null: not known.</param>
internal sealed record WaitingCall(PhoneCall Call, Handoff Handoff, string? Territory)
{
    /// <summary>Nothing where it is not told.</summary>
    public IReadOnlyList<string> Receipt(string language) =>
        Call.IsKnownByNumberAlone ? [] : [Texts.Say("ReceiptIs.phone", language, ReadAloud.Spell(ReceiptCode.Print(Handoff.Receipt), language))];
}

/// <summary>Finds who waits on a line.</summary>
internal sealed class FindWaiting(Transactions transactions)
{
    /// <returns>Null while the request is on its way from another door.</returns>
    public async Task<WaitingCall?> RunAsync(CallerLine line, CancellationToken ct)
    {
        if (await ReadAsync(line.Id, ct) is { } known) return known;
        // The first webhook of the call found no database, and the request came through another door: without the call nobody is told, brought or rung.
        await transactions.RunAsync((work, token) => work.TakeCallAsync(line, token), ct);
        return await ReadAsync(line.Id, ct);
    }

    private async Task<WaitingCall?> ReadAsync(string callId, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await (from c in db.PhoneCalls
                      join h in db.Handoffs on c.ConversationId equals h.ConversationId
                      join conversation in db.Conversations on c.ConversationId equals conversation.Id
                      where c.Id == callId
                      orderby h.AskedAt descending
                      select new WaitingCall(c, h, conversation.Territory)).FirstOrDefaultAsync(ct);
    }
}
