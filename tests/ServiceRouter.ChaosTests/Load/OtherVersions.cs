using System.Diagnostics;
using MassTransit;
using ServiceRouter.ChaosTests.Judging;
using ServiceRouter.ChaosTests.Running;
using ServiceRouter.Handoffs;

namespace ServiceRouter.ChaosTests.Load;

/// <summary>
/// Askings as the first version wrote them, and as a later one will: while nodes are replaced one by one, both are in the queues. Somebody holds
/// the receipt of each, so the judge looks for them like for any other.
/// </summary>
internal static class OtherVersions
{
    // Beyond the numbers of the citizens of any case.
    private const int FirstCitizen = 1_000_000;

    /// <summary>One of each.</summary>
    public const int AtOnce = 2;

    /// <param name="service">Whose queues.</param>
    /// <param name="witness">Is told of the promises.</param>
    /// <param name="number">How many were asked so far.</param>
    public static async Task AskAsync(Service service, Witness witness, int number)
    {
        var (before, next) = (New(), New());
        var now = TimeProvider.System.GetUtcNow();
        // What the contract had from its beginning; everything that came later was added with a default.
        await BrokerMessages.PublishAsync(service, "HandoffAsked",
            [(before.Id, new
            {
                handoffId = before.Id, receipt = before.Receipt, askedAt = now, conversationId = NewId.NextGuid(), channel = "web", language = "fr",
                refusesAssistant = false, reason = "demande_humain", skill = "general", rank = "Ordinary", actor = "citizen",
            })]);
        // Facts and a more special name that this version has never heard of.
        await BrokerMessages.PublishAsync(service, "HandoffAsked",
            [(next.Id, new
            {
                handoffId = next.Id, receipt = next.Receipt, askedAt = now, conversationId = NewId.NextGuid(), keyHash = (string?)null, channel = "web", language = "fr",
                refusesAssistant = false, shownReceipt = (string?)null, reason = "demande_humain", skill = "general", rank = "Ordinary", actor = "citizen",
                callBackNumber = (string?)null, callBackAt = (DateTimeOffset?)null, shownAt = (DateTimeOffset?)null,
                wishedLanguages = new[] { "fr", "ar" }, companion = new { kind = "interpreter", present = true }, urgency = 3,
            })], ["HandoffAskedWithCompanion", "HandoffAsked"]);
        witness.Promised(FirstCitizen + number, Rows.Print(before.Receipt), Stopwatch.GetTimestamp(), tries: 1);
        witness.Promised(FirstCitizen + number + 1, Rows.Print(next.Receipt), Stopwatch.GetTimestamp(), tries: 1);
    }

    private static (Guid Id, string Receipt) New() => (NewId.NextGuid(), ReceiptCode.New(_ => (ulong)NewId.NextGuid().GetHashCode()));
}
