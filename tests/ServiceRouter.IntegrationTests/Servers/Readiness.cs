using System.Diagnostics;

namespace ServiceRouter.IntegrationTests.Servers;

internal static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    /// <summary>Returns once <paramref name="probe"/> ends without an error; fails with the server's own last words.</summary>
    public static async Task WaitAsync(string server, GuardedProcess process, Func<Task> probe)
    {
        var clock = Stopwatch.StartNew();
        using var pulse = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await pulse.WaitForNextTickAsync())
        {
            try
            {
                await probe();
                return;
            }
            catch (Exception error) when (process.HasExited || clock.Elapsed > Limit)
            {
                var how = process.HasExited ? "ended before it was ready" : $"was not ready within {Limit}";
                throw new InvalidOperationException($"{server} {how}: {error.Message}\n{process.LogTail()}", error);
            }
            catch (Exception)
            {
                // Not yet.
            }
        }
    }
}
