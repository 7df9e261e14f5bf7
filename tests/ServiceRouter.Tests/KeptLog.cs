using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServiceRouter.Tests;

/// <summary>What was told in the log, in order.</summary>
internal sealed class KeptLog<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> told = new();

    public IReadOnlyList<string> Lines => [.. told.Select(line => line.Text)];

    public IReadOnlyList<LogLevel> Levels => [.. told.Select(line => line.Level)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => told.Enqueue((logLevel, formatter(state, exception)));
}
