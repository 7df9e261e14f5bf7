using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.IntegrationTests.Interleavings;

/// <summary>What leaves a consumer has lost its type: a script must still tell a death that it asked for from a message at fault.</summary>
public sealed class When_a_process_dies_in_a_consumer
{
    [Fact]
    public async Task It_is_a_death_like_any_other() =>
        (await DyingWriters.MeetAsync(Fate.DiesBeforeTheCommit, () => Task.FromException(new ProcessDiedException()).WithoutWordsAsync())).Should().BeFalse();

    [Fact]
    public async Task A_message_at_fault_is_none()
    {
        var act = () => DyingWriters.MeetAsync(Fate.Lives, () => Task.FromException(new InvalidOperationException()).WithoutWordsAsync());

        await act.Should().ThrowAsync<MessageFailedException>();
    }
}
