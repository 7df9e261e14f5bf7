using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Journals;

namespace ServiceRouter.IntegrationTests.DeadLetters;

/// <summary>A record on a node's disk is somebody's receipt: damaged, unreadable or untakeable, it becomes a request and is shown to people.</summary>
public sealed class When_a_record_of_the_journal_cannot_be_taken
{
    [Fact]
    public async Task It_becomes_its_request_and_leaves_the_journal()
    {
        var setUp = RouterSetUp.Embedded();
        var (seal, now) = (new ReceiptSeal(Options.Create(new ReceiptsOptions { Key = Convert.ToBase64String(new byte[32]) })), TimeProvider.System.GetUtcNow());
        HandoffAsked[] asked = [.. Enumerable.Range(0, 4).Select(_ => Asking.By(ConversationKey.New()).Identified(seal, now))];
        var flipped = JournalRecord.Write(JsonSerializer.SerializeToUtf8Bytes(asked[2]));
        flipped[Encoding.UTF8.GetString(flipped).IndexOf("\"Channel\":\"web\"", StringComparison.Ordinal) + 12] ^= 1;
        byte[] journal =
        [
            .. JournalRecord.Write(JsonSerializer.SerializeToUtf8Bytes(asked[0])),
            .. JournalRecord.Write(JsonSerializer.SerializeToUtf8Bytes(asked[1] with { Language = "no language" })),
            .. flipped,
            // A contract that has changed beyond reading.
            .. JournalRecord.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(asked[3]).Replace("\"RefusesAssistant\":false", "\"RefusesAssistant\":{\"since\":1}", StringComparison.Ordinal))),
        ];
        var folder = Path.Combine(setUp.Settings.Single(s => s.StartsWith("--Storage:Directory=", StringComparison.Ordinal)).Split('=', 2)[1], "journal", "1");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "000000000001.journal"), journal, TestContext.Current.CancellationToken);

        await using var app = await RouterApp.StartAsync(setUp);

        await Eventually.HoldsAsync(() => app.LookAsync(async db => await db.Handoffs.CountAsync() == 4 && await db.DeadLetters.CountAsync() == 3), "every receipt has its request, every damage its row");
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "nothing is replayed for ever");
        (await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).ToListAsync())).Should().BeEquivalentTo(asked.Select(a => a.Receipt));
        var letters = await app.LookAsync(db => db.DeadLetters.ToListAsync());
        letters.Should().OnlyContain(l => l.FailedBy == FailedBy.Journal && l.HandoffId != null && l.HandoffId != asked[0].HandoffId);
        letters.Select(l => l.HandoffId).Should().OnlyHaveUniqueItems();
    }
}
