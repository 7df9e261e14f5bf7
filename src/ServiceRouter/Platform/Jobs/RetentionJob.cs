using Microsoft.Extensions.Logging;
using Quartz;
using ServiceRouter.Retention;

namespace ServiceRouter.Platform.Jobs;

// Not beside what it runs: the schedule in the database knows it by this name, and a node of another version that does not find the name runs it no more.
[DisallowConcurrentExecution]
internal sealed class RetentionJob(EraseWords words, DropTraces traces, ILogger<RetentionJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var erased = await words.RunAsync(cancellationToken);
        if (erased > 0) log.LogInformation("Words erased in {Conversations} conversations", erased);
        await traces.RunAsync(cancellationToken);
    }
}
