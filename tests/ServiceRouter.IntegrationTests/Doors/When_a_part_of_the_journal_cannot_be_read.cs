using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Platform.Journals;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A place of another account, a file on a bad sector: everybody else's request comes, the node says what is the matter, and the rest comes when it can be read.</summary>
public sealed class When_a_part_of_the_journal_cannot_be_read
{
    [Fact]
    public async Task What_can_be_read_is_taken_and_the_rest_is_told_and_tried_again()
    {
        var (setUp, now) = (RouterSetUp.Embedded(), TimeProvider.System.GetUtcNow());
        var seal = new ReceiptSeal(Options.Create(new ReceiptsOptions { Key = Convert.ToBase64String(new byte[32]) }));
        HandoffAsked[] asked = [.. Enumerable.Range(0, 3).Select(_ => Asking.By(ConversationKey.New()).Identified(seal, now))];
        var root = Path.Combine(setUp.Folder, "journal");
        foreach (var (place, file, asking) in ((string, string, HandoffAsked)[])[("1", "000000000001", asked[0]), ("1", "000000000002", asked[1]), ("3", "000000000001", asked[2])])
        {
            Directory.CreateDirectory(Path.Combine(root, place));
            await File.WriteAllBytesAsync(Path.Combine(root, place, file + ".journal"), JournalRecord.Write(JsonSerializer.SerializeToUtf8Bytes(asking)), TestContext.Current.CancellationToken);
        }
        // A lock that nobody can hold, and a file that somebody holds.
        Directory.CreateDirectory(Path.Combine(root, "2", "lock"));
        var held = new FileStream(Path.Combine(root, "1", "000000000001.journal"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await using var app = await RouterApp.StartAsync(setUp, clock: null, "--Doors:LookAgainInterval=00:00:00.100");

        await ReceiptsAreAsync(app, asked[1], asked[2]);
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<NodeParts>()[Part.Journal] is { State: PartState.Impaired, Words: "some of it cannot be read" }), "the node says so");
        await held.DisposeAsync();
        Directory.Delete(Path.Combine(root, "2", "lock"));
        await ReceiptsAreAsync(app, asked);
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<NodeParts>()[Part.Journal].State == PartState.Works), "all of it is read");
    }

    private static Task ReceiptsAreAsync(RouterApp app, params HandoffAsked[] asked) => Eventually.HoldsAsync(
        async () => (await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).ToListAsync())).ToHashSet().SetEquals(asked.Select(a => a.Receipt)), "what can be read is in the database");
}
