using Microsoft.Extensions.Logging;
using Quartz;

namespace ServiceRouter.Platform.Jobs;

[DisallowConcurrentExecution]
internal sealed class RetentionJob(EraseWords words, DropTraces traces, ILogger<RetentionJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var erased = await words.RunAsync(cancellationToken);
        await traces.RunAsync(cancellationToken);
        if (erased > 0) log.LogInformation("Words erased in {Conversations} conversations", erased);
    }
}
