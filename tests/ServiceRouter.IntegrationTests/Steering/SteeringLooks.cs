using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Steering;

/// <summary>Waits for what a job does in its own time.</summary>
internal static class SteeringLooks
{
    /// <summary>Returns when the database says so.</summary>
    public static async Task BecomesAsync(this RouterApp app, Func<RouterDbContext, Task<bool>> look)
    {
        using var patience = Patience.New();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await app.LookAsync(look)) await timer.WaitForNextTickAsync(patience.Token);
    }
}
