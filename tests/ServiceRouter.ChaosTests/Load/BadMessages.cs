using MassTransit;
using Npgsql;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Puts messages among those of the service that cannot be processed, each with an id by which it is found again.</summary>
internal static class BadMessages
{
    /// <summary>Messages that end the process or throw; published to the exchange of their contract like ours.</summary>
    public static async Task<IReadOnlyList<Guid>> PublishAsync(Service service, HandoffOutcome mark, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => NewId.NextGuid()).ToList();
        await BrokerMessages.PublishAsync(service, "HandoffEnded", ids.ConvertAll(id => (id, (object)new { handoffId = id, outcome = (int)mark, endedAt = TimeProvider.System.GetUtcNow() })));
        return ids;
    }

    /// <summary>Askings whose language is none: they cannot be taken as they are, and somebody holds their receipts.</summary>
    public static async Task<IReadOnlyList<(Guid Id, string Receipt)>> AskAsync(Service service, int count)
    {
        var asked = Enumerable.Range(0, count).Select(_ => (Id: NewId.NextGuid(), Receipt: ReceiptCode.New(_ => (ulong)NewId.NextGuid().GetHashCode()))).ToList();
        await BrokerMessages.PublishAsync(service, "HandoffAsked", asked.ConvertAll(a => (a.Id, (object)new
        {
            handoffId = a.Id, receipt = a.Receipt, askedAt = TimeProvider.System.GetUtcNow(), conversationId = NewId.NextGuid(), channel = "web", language = "no language",
            refusesAssistant = false, reason = "demande_humain", skill = "general", rank = "Ordinary", actor = "citizen",
        })));
        return asked;
    }

    /// <summary>Rows of the outbox that no version of ours can send.</summary>
    public static async Task<IReadOnlyList<Guid>> WriteRowsAsync(Service service, int count)
    {
        var ids = Enumerable.Range(0, count).Select(_ => NewId.NextGuid()).ToList();
        await using var connection = new NpgsqlConnection(service.Database);
        await connection.OpenAsync();
        for (var i = 0; i < count; i++)
        {
            var (type, body) = (i % 3) switch
            {
                0 => ("ServiceRouter.Contracts.Handoffs.HandoffImagined", "{}"),
                1 => ("ServiceRouter.Contracts.Handoffs.HandoffWaiting", "not json"),
                _ => ("ServiceRouter.Contracts.Handoffs.HandoffWaiting", new string('x', 1 << 20)),
            };
            await using var command = new NpgsqlCommand("insert into outbox (id, key, type, body, written_at, claimed_by, claimed_until, attempts) values ($1, $2, $3, $4, now(), 'test', now(), 0)", connection)
            {
                Parameters = { new() { Value = ids[i] }, new() { Value = ids[i] }, new() { Value = type }, new() { Value = body } },
            };
            await command.ExecuteNonQueryAsync();
        }
        return ids;
    }
}
