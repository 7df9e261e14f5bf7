using Microsoft.Extensions.Time.Testing;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Moves;

/// <summary>
/// Every state x every message, each cell executed on the real operations and sent twice: docs/states/handoff-moves.csv is what happens,
/// and a change of it is a reviewed diff. That the table is whole is checked beside <see cref="HandoffTransitions"/>.
/// </summary>
public sealed class When_a_message_meets_a_state
{
    private const string Head = "operation,message,state,first,again";

    [Fact]
    public async Task Each_cell_does_what_the_checked_in_table_says()
    {
        await using var stage = await MoveStage.OpenAsync(RouterSetUp.EmbeddedInMemory(), new FakeTimeProvider(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero)));
        var lines = new List<string> { Head };
        foreach (var message in HandoffMessages.All)
            foreach (var column in HandoffColumn.All) lines.Add(await PlayAsync(stage, message, column));

        var file = RepositoryRoot.File("docs", "states", "handoff-moves.csv");
        var kept = File.Exists(file) ? await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken) : [];
        var differing = lines.Except(kept).Select(l => $"+ {l}").Concat(kept.Except(lines).Select(l => $"- {l}")).ToList();
        if (differing.Count > 0 || !kept.SequenceEqual(lines))
        {
            var played = RepositoryRoot.File("artifacts", "handoff-moves.csv");
            Directory.CreateDirectory(Path.GetDirectoryName(played)!);
            await File.WriteAllLinesAsync(played, lines, TestContext.Current.CancellationToken);
            Assert.Fail($"docs/states/handoff-moves.csv is not what was played (artifacts/handoff-moves.csv):\n{string.Join('\n', differing.Take(60))}");
        }
    }

    private static async Task<string> PlayAsync(MoveStage stage, HandoffMessage message, HandoffColumn column)
    {
        var made = await HandoffCase.BringAsync(stage, column);
        var brought = await made.FindAsync();
        $"{brought?.State}{brought?.Commitment}".Should().Be($"{column.State}{column.Promise}");
        var before = await HandoffTrace.ReadAsync(made);
        var refusal = await message.SendAsync(made);
        var between = await HandoffTrace.ReadAsync(made);
        var refusedAgain = await message.SendAsync(made);
        var after = await HandoffTrace.ReadAsync(made);
        await made.EndAsync();
        return $"{message.Operation},\"{message.Name}\",{column},{HandoffTrace.Tell(before, between, refusal)},{HandoffTrace.Tell(between, after, refusedAgain)}";
    }
}
