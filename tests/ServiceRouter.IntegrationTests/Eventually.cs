namespace ServiceRouter.IntegrationTests;

/// <summary>Waits for something that another process makes true, such as a broker that is back. Asserts what becomes true, never when.</summary>
internal static class Eventually
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan HangGuard = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string because)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(HangGuard);
        using var looks = new PeriodicTimer(BetweenLooks);
        while (!await condition())
        {
            try
            {
                await looks.WaitForNextTickAsync(guard.Token);
            }
            catch (OperationCanceledException)
            {
                throw new InvalidOperationException($"It never came true that {because}");
            }
        }
    }
}
