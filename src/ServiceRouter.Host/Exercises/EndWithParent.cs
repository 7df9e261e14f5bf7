namespace ServiceRouter.Host.Exercises;

/// <summary>
/// Ends this process when the one that started it is gone: its end closes our standard input. For nodes that an exercise starts, so that
/// none is left when the exercise dies.
/// </summary>
internal sealed class EndWithParent(IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>Setting that asks for it.</summary>
    public const string Setting = "EndWithParent";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
#pragma warning disable RS0030 // No command reads standard input in a service: see Program.cs.
        await using var input = Console.OpenStandardInput();
#pragma warning restore RS0030
        var bytes = new byte[64];
        while (await input.ReadAsync(bytes, stoppingToken) > 0)
        {
            // Nothing is said to us.
        }
        lifetime.StopApplication();
    }
}
