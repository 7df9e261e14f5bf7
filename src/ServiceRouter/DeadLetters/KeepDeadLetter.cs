using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Bus;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.DeadLetters;

/// <summary>
/// Makes a row of a failed message and shows it at the desks of its pool, in one commit. An asking becomes its request first, as raw as necessary:
/// somebody holds its receipt (G5 counts it like any other).
/// </summary>
internal sealed class KeepDeadLetter(Transactions transactions, TakeAsked takeAsked, ReceiptSeal seal, NumberSeal numbers, UnderWay underWay, ILogger<KeepDeadLetter> log) : IDeadLetterBox
{
    public async Task KeepAsync(FailedMessage failed, CancellationToken ct)
    {
        var rescued = IsAsking(failed) ? await TakeRawAsync(failed, ct) : null;
        var isNew = await transactions.RunAsync(async (work, token) =>
        {
            if (await work.Db.DeadLetters.AnyAsync(d => d.Id == failed.Id, token))
            {
                // Its message, or its record, goes when this ends.
                await work.WaitForStandbyAsync(token);
                return false;
            }
            var handoff = await AboutAsync(work.Db, failed, rescued, token);
            var conversation = handoff is null ? null : await work.Db.Conversations.SingleOrDefaultAsync(c => c.Id == handoff.ConversationId, token);
            var letter = DeadLetter.Of(failed, handoff?.Id, conversation?.Id, handoff?.Territory ?? conversation?.Territory, handoff?.Skill, work.Now);
            work.Db.DeadLetters.Add(letter);
            await work.TellPoolAsync(letter, handoff, token);
            return true;
        }, ct);
        if (!isNew) return;
        Measures.DeadLettersKept.Add(1, new KeyValuePair<string, object?>("failed_by", failed.FailedBy.ToString()));
        log.LogError("Message {MessageId} of type {Type} failed for good in {Place} ({FailedBy}, {Technical}); it is shown at the desks", failed.Id, failed.Type, failed.Place, failed.FailedBy, failed.Technical);
    }

    private static bool IsAsking(FailedMessage failed) =>
        failed.FailedBy == FailedBy.Journal || failed.Place.StartsWith(BusModule.AskedQueue, StringComparison.Ordinal) || failed.Type == typeof(HandoffAsked).FullName;

    /// <returns>The request of the asking; null when not even the barest one can be taken, or nothing of the message may be read.</returns>
    private async Task<Guid?> TakeRawAsync(FailedMessage failed, CancellationToken ct)
    {
        if (failed.Body is null) return null;
        // Whatever ended the process is not tried again with the same values.
        HandoffAsked[] raws = failed.FailedBy == FailedBy.Returns ? [RawAsking.Bare(failed, seal.New)] : [RawAsking.Of(failed, seal.New, numbers.TryOpen), RawAsking.Bare(failed, seal.New)];
        if (await PlayedConversationAsync(failed, ct) is { } played) raws = Array.ConvertAll(raws, raw => raw with { ConversationId = played });
        foreach (var raw in raws)
        {
            try
            {
                var taken = await takeAsked.RunAsync(raw, receiptIsOut: true, ct);
                underWay.Remove(raw.Receipt);
                return taken.Handoff.Id;
            }
            // One that lost every race for a row is tried again as it is: a barer one would lose what it says for that.
            catch (Exception e) when (e is not OperationCanceledException && !StorageFailure.IsAway(e) && !StorageFailure.IsOvertaken(e))
            {
                log.LogWarning("The asking of failed message {MessageId} could not be taken ({Failure})", failed.Id, e.GetType().Name);
            }
        }
        return null;
    }

    private async Task<Guid?> PlayedConversationAsync(FailedMessage failed, CancellationToken ct)
    {
        await using var db = await transactions.ReadAsync(ct);
        return await PlayedAsking.ConversationAsync(db, failed, ct);
    }

    private static async Task<Handoff?> AboutAsync(RouterDbContext db, FailedMessage failed, Guid? rescued, CancellationToken ct)
    {
        var (id, receipt) = Named(failed.Body);
        foreach (var candidate in new[] { rescued, id, failed.HandoffId }.OfType<Guid>())
            if (await db.Handoffs.SingleOrDefaultAsync(h => h.Id == candidate, ct) is { } handoff) return handoff;
        return await db.HandoffOfAsync(receipt, ct);
    }

    private static (Guid? Id, string? Receipt) Named(string? body)
    {
        try
        {
            using var json = JsonDocument.Parse(body ?? "null");
            if (json.RootElement.ValueKind != JsonValueKind.Object) return (null, null);
            Guid? id = null;
            string? receipt = null;
            foreach (var field in json.RootElement.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.String))
            {
                if (field.Name.Equals("handoffId", StringComparison.OrdinalIgnoreCase) && field.Value.TryGetGuid(out var told)) id = told;
                else if (field.Name.Equals("receipt", StringComparison.OrdinalIgnoreCase)) receipt = field.Value.GetString();
            }
            return (id, receipt);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }
}
