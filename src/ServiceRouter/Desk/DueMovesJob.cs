using Quartz;

namespace ServiceRouter.Desk;

[DisallowConcurrentExecution]
internal sealed class DueMovesJob(DueMoves moves) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await moves.RunAsync(cancellationToken);
}
