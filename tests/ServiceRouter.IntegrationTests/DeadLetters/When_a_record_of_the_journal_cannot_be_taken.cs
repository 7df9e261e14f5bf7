using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
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

    [Theory]
    [InlineData(FailedBy.Journal)]
    [InlineData(FailedBy.Returns)]
    public async Task What_its_request_lacks_is_told_by_its_intact_copy_once(FailedBy failedBy)
    {
        const string Number = "0199001234";
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock, "--Roles=Front");
        await app.Get<ReplayJournal>().StopAsync(Token);
        var at = clock.GetUtcNow().AddDays(1);
        var asked = (Asking.By(ConversationKey.New()) with { CallBackNumber = Number, CallBackAt = at }).Identified(app.Get<ReceiptSeal>(), clock.GetUtcNow()) with { Distress = "Suicide" };
        var text = JsonSerializer.Serialize(asked);
        // Half of it: nothing is taken that might be another's.
        var failed = ReadFailedMessage.Of(failedBy, "journal", Encoding.UTF8.GetBytes(failedBy == FailedBy.Journal ? text[..text.IndexOf("\"ConversationId\"", StringComparison.Ordinal)] : text), null, "damaged", clock.GetUtcNow());
        await app.Get<IDeadLetterBox>().KeepAsync(failed with { Type = typeof(HandoffAsked).FullName }, Token);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.State == HandoffState.Waiting && h.ConversationId == asked.HandoffId && h.Rank == HandoffRank.Ordinary);
        clock.Advance(TimeSpan.FromSeconds(10));
        await app.Get<AskJournal>().AppendAsync(asked);

        await app.Get<ReplayJournal>().RunOnceAsync(Token);

        app.Get<AskJournal>().Count.Should().Be(0);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.State == HandoffState.Promised && h.DueAt == at && h.Rank == HandoffRank.Distress && h.ConversationId == asked.HandoffId);
        (await app.LookAsync(db => db.Conversations.SingleAsync())).CallBackNumber.Should().Be(Number);
        var said = await app.LookAsync(db => db.Activities.CountAsync());
        await app.Get<TakeAsked>().RunAsync(asked, receiptIsOut: true, Token);
        (await app.LookAsync(db => db.Activities.CountAsync())).Should().Be(said, "a second copy says nothing new");
        (await app.LookAsync(db => db.HandoffLog.CountAsync())).Should().Be(2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
