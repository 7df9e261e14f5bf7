using MassTransit;
using Npgsql;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>Puts messages among those of the service that cannot be processed, each with an id by which it is found again.</summary>
internal static class BadMessages
{
    /// <summary>A message that ends the process or throws; published to the exchange of its contract like ours.</summary>
    public static async Task<Guid> PublishAsync(Service service, HandoffOutcome mark)
    {
        var id = NewId.NextGuid();
        await BrokerMessages.PublishAsync(service, "HandoffEnded", [(id, new { handoffId = id, outcome = (int)mark, endedAt = TimeProvider.System.GetUtcNow() })]);
        return id;
    }

    /// <summary>A message of a contract that nobody has, with words in it, in a queue of ours: no consumer of ours takes it.</summary>
    public static async Task<Guid> PublishUnknownAsync(Service service, string words)
    {
        var id = NewId.NextGuid();
        await BrokerMessages.PublishAsync(service, "HandoffEnded", [(id, new { handoffId = id, text = words })], ["HandoffImagined"]);
        return id;
    }

    /// <summary>An asking whose language is none: it cannot be taken as it is, and somebody holds its receipt.</summary>
    /// <param name="service">Where.</param>
    /// <param name="callBackNumber">Whom to call back tomorrow; null: nobody.</param>
    public static async Task<(Guid Id, string Receipt)> AskAsync(Service service, string? callBackNumber = null)
    {
        var (id, receipt) = (NewId.NextGuid(), ReceiptCode.New(_ => (ulong)NewId.NextGuid().GetHashCode()));
        await BrokerMessages.PublishAsync(service, "HandoffAsked", [(id, new
        {
            handoffId = id, receipt, askedAt = TimeProvider.System.GetUtcNow(), conversationId = NewId.NextGuid(), channel = "web", language = "no language",
            refusesAssistant = false, reason = "demande_humain", skill = "general", rank = "Ordinary", actor = "citizen",
            callBackNumber, callBackAt = callBackNumber is null ? (DateTimeOffset?)null : TimeProvider.System.GetUtcNow().AddDays(1),
        })]);
        return (id, receipt);
    }

    /// <summary>A row of the outbox that no version of ours can send: of an unknown contract, unreadable, or too large, in turn.</summary>
    public static async Task<Guid> WriteRowAsync(Service service, int number)
    {
        var (id, (type, body)) = (NewId.NextGuid(), (number % 3) switch
        {
            0 => ("ServiceRouter.Contracts.Handoffs.HandoffImagined", "{}"),
            1 => ("ServiceRouter.Contracts.Handoffs.HandoffWaiting", "not json"),
            _ => ("ServiceRouter.Contracts.Handoffs.HandoffWaiting", new string('x', 1 << 20)),
        });
        await using var connection = new NpgsqlConnection(service.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("insert into outbox (id, key, type, body, written_at, claimed_by, claimed_until, attempts) values ($1, $2, $3, $4, now(), 'test', now(), 0)", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = id }, new() { Value = type }, new() { Value = body } },
        };
        await command.ExecuteNonQueryAsync();
        return id;
    }
}
