using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Platform.DeadLetters;

/// <summary>
/// What leaves a consumer of ours when a message fails: the type of the failure and where it came from. The text of the original stays behind,
/// because it may hold what a citizen wrote, and MassTransit puts it into its log and into the headers of the failed message.
/// </summary>
/// <param name="original">What the consumer threw.</param>
internal sealed class MessageFailedException(Exception original) : Exception(original.GetType().FullName ?? original.GetType().Name)
{
    private readonly string? trace = original.StackTrace;

    /// <summary>Where the original was thrown.</summary>
    public override string? StackTrace => trace ?? base.StackTrace;
}

/// <summary>Every consumer ends its work with this.</summary>
internal static class FailuresWithoutWords
{
    public static async Task WithoutWordsAsync(this Task consuming)
    {
        try
        {
            await consuming;
        }
        // Servers that are away, and races that were lost, are told from messages at fault by these very exceptions; they name hosts, not people.
        catch (Exception e) when (e is not OperationCanceledException && !StorageFailure.IsAway(e) && !StorageFailure.IsOvertaken(e))
        {
            throw new MessageFailedException(e);
        }
    }
}
